import { moments } from '../../statistics/moments.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { wilsonInterval } from '../../statistics/wilson-interval.ts'

/** A share that each of several runs has found in so many observations. */
export interface CountedShare {
  readonly share: number
  readonly n: number
}

/** The mean share of at least two runs, and its 95 % interval. */
export interface ShareOverRuns {
  readonly value: number
  readonly ci95: readonly [low: number, high: number]
}

/**
 * Student's interval of the mean over runs, or where it is wider that of all observations as independent ones: of runs that agree by
 * luck, as when none found any, the first says that there is nothing to doubt.
 */
export function shareOverRuns(runs: readonly CountedShare[]): ShareOverRuns {
  const { n, mean, sd } = moments(runs.map(({ share }) => share))
  const half = (studentTQuantile(0.975, n - 1) * sd) / Math.sqrt(n)
  const all = runs.reduce((sum, run) => sum + run.n, 0)
  const [low, high] = all === 0 ? [0, 1] : wilsonInterval(Math.min(1, Math.max(0, mean)), all)
  return {
    value: mean,
    ci95: [Math.max(0, Math.min(mean - half, low)), Math.min(1, Math.max(mean + half, high))],
  }
}

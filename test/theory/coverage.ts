import type { FigureName, SampledDistribution } from '../../src/metrics/summary.ts'
import type { TimeLaw } from '../../src/statistics/queueing/time-law.ts'

const figures = [
  ['mean', (law) => law.meanSeconds],
  ['p50', (law) => law.quantile(0.5)],
  ['p90', (law) => law.quantile(0.9)],
  ['p99', (law) => law.quantile(0.99)],
] as const satisfies readonly (readonly [FigureName, (law: TimeLaw) => number])[]

/** Of the runs of a figure: how many printed it, and how many of those intervals contain what theory says. */
export interface Coverage {
  readonly figure: string
  readonly runs: number
  readonly printed: number
  readonly contained: number
  /** Intervals above the truth, of those that don't contain it. */
  readonly tooHigh: number
  /** Mean half-width of the printed intervals, as a share of the truth; NaN when that is 0. */
  readonly relativeHalfWidth: number
}

/** Holds the intervals that runs printed, in milliseconds, against the law they are samples of. */
export function coverageOf(
  name: string,
  law: TimeLaw,
  distributions: readonly SampledDistribution[],
): readonly Coverage[] {
  return figures.map(([figure, truthSeconds]) => {
    const truthMs = truthSeconds(law) * 1e3
    const intervals = distributions.flatMap(({ resolution }) => {
      const { ci95 } = resolution[figure]
      return ci95 === null ? [] : [ci95]
    })
    const halfWidths = intervals.map(([low, high]) => (high - low) / 2 / truthMs)
    return {
      figure: `${name} ${figure}`,
      runs: distributions.length,
      printed: intervals.length,
      contained: intervals.filter(([low, high]) => low <= truthMs && truthMs <= high).length,
      tooHigh: intervals.filter(([low]) => low > truthMs).length,
      relativeHalfWidth: truthMs > 0 ? halfWidths.reduce((a, b) => a + b, 0) / halfWidths.length : Number.NaN,
    }
  })
}

/** A line for people. */
export function coverageLine({
  figure,
  runs,
  printed,
  contained,
  tooHigh,
  relativeHalfWidth,
}: Coverage): string {
  const width = Number.isNaN(relativeHalfWidth) ? '' : `, ± ${(100 * relativeHalfWidth).toFixed(1)} %`
  const missed = `${tooHigh} above and ${printed - contained - tooHigh} below`
  return `${figure}: ${contained} of ${printed} contain it (${missed}${width}); ${runs - printed} of ${runs} refused`
}

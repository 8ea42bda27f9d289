import { quantile } from '../../../statistics/quantile.ts'
import type { Evidence } from '../../evidence.ts'
import { growth, windowPeriods } from './window-periods.ts'

/** A worker's longest turns: one a period between samples. */
export interface TurnFigures {
  readonly worker: number
  /** Median, and largest. */
  readonly typicalNs: number
  readonly longestNs: number
  /** Share of the time that such a typical longest turn takes: of tokens that can have come during it. */
  readonly share: number
  readonly periods: number
}

/** Of each worker that was sampled within the measured window. */
export function turnFigures({
  workers,
  measured,
}: Pick<Evidence, 'workers' | 'measured'>): readonly TurnFigures[] {
  return workers.flatMap(({ worker, atNs, longestTurnNs }) => {
    const periods = windowPeriods(atNs, measured.window)
    const longest = Float64Array.from(periods, (i) => longestTurnNs[i]!)
      .filter(Number.isFinite)
      .sort()
    if (longest.length === 0) return []
    const typicalNs = quantile(longest, 0.5)
    const lengthNs = periods.reduce((sum, i) => sum + growth(atNs, i), 0) / periods.length
    return [
      { worker, typicalNs, longestNs: longest.at(-1)!, share: typicalNs / lengthNs, periods: longest.length },
    ]
  })
}

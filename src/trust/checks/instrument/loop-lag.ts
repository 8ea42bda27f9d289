import { quantile } from '../../../statistics/quantile.ts'
import type { Evidence } from '../../evidence.ts'
import { growth, windowPeriods } from './window-periods.ts'

/**
 * For how long bytes can have lain unseen, period by period, ascending: the loop's longest turn and all the time that it
 * waited for a core. The loop looks at every socket between two turns, so what came together in a read came within that.
 * Empty where the machine doesn't tell.
 */
export function loopLagsNs({ workers, measured }: Evidence): Float64Array {
  const lags = workers.flatMap(({ atNs, longestTurnNs, runQueueNs }) =>
    windowPeriods(atNs, measured.window).map((i) => longestTurnNs[i]! + growth(runQueueNs, i)),
  )
  return Float64Array.from(lags.filter((lagNs) => !Number.isNaN(lagNs))).sort()
}

/**
 * The lag that matters to a p-quantile: a tenth of the share beyond p may lag more without moving it much. Infinity when
 * there is none to go by.
 */
export function lagAt(lagsNs: Float64Array, p: number): number {
  return lagsNs.length === 0 ? Number.POSITIVE_INFINITY : quantile(lagsNs, 1 - (1 - p) / 10)
}

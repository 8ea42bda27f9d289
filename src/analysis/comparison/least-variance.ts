import type { Summary } from '../../metrics/summary.ts'
import type { ComparedMetric } from './compared-metric.ts'

/** What clocks tell apart, in ms. */
const clockStep = 1e-3

/**
 * The variance of a figure's logarithm that no two runs can be without, however well they agree: a rate is of whole requests, and a
 * window begins and ends somewhere between two of them; a latency is between two readings of a clock. Both ends are off by up to a
 * step, evenly, which makes a variance of 2 ÷ 12 of its square. Infinite for a rate of no requests; 0 of shares, which have
 * intervals of their counts.
 *
 * A run's own interval would be more than the least: repeats with the same prompts share most of what it is of.
 */
export function leastVariance({ unit, read, n }: ComparedMetric, run: Summary): number {
  if (unit === 'share') return 0
  const step = unit === 'ms' ? clockStep / read(run)! : 1 / n(run)
  return step ** 2 / 6
}

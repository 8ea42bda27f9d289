import type { Summary } from '../../metrics/summary.ts'
import type { ComparedMetric } from './compared-metric.ts'

/** What clocks tell apart, in s. */
const clockStep = 1e-6

/**
 * The variance of a figure's logarithm that no two runs can be without, however well they agree: a window of so many seconds begins and ends
 * somewhere between two of the requests, or tokens, that a rate counts in it; a latency, and a window that ends with its last request, is
 * between two readings of a clock. Both ends are off by up to a step, evenly, which makes a variance of 2 ÷ 12 of its square. For
 * figures above 0. 0 of shares, which have intervals of their counts.
 *
 * A run's own interval would be more than the least: repeats with the same prompts share most of what it is of.
 */
export function leastVariance(metric: ComparedMetric, run: Summary): number {
  return stepOf(metric, run) ** 2 / 6
}

/** As a share of the figure. */
function stepOf({ unit, read }: ComparedMetric, run: Summary): number {
  if (unit === 'share') return 0
  if (unit === 'ms') return (1e3 * clockStep) / read(run)!
  const { kind, start_ns, end_ns } = run.window
  const seconds = (end_ns - start_ns) / 1e9
  return (kind === 'duration' ? 1 / read(run)! : clockStep) / seconds
}

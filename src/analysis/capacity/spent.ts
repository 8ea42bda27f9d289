import type { ProbeResult } from './capacity-probe.ts'

export function spentSeconds(results: readonly ProbeResult[]): number {
  return results.reduce((sum, result) => sum + result.spentSeconds, 0)
}

/** What a run takes of the budget besides what it measures: start, warm-up, drain. */
export function overheadSeconds(results: readonly ProbeResult[]): number {
  // Runs that were cut short say nothing of what a whole one takes.
  const besides = results
    .map(({ order, spentSeconds: spent }) => spent - order.durationSeconds)
    .filter((seconds) => seconds >= 0)
  return besides.length === 0 ? 0 : besides.reduce((sum, seconds) => sum + seconds, 0) / besides.length
}

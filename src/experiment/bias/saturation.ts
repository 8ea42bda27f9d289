import type { ClientQueue } from '../truth-comparison.ts'

const growthAtLeastNs = 5e6

/**
 * Whether a client can't keep up: what comes in takes all of its time, or its events wait twice as long in the second half of
 * the window as in the first, and by 5 ms more, which is more than chance does to a queue that has a steady state.
 */
export function isSaturated({ eventsPerSecondPerWorker, serviceNs, waitByHalfNs }: ClientQueue): boolean {
  const [firstNs, secondNs] = waitByHalfNs
  const grows = secondNs > 2 * firstNs && secondNs - firstNs > growthAtLeastNs
  return grows || (eventsPerSecondPerWorker * serviceNs.mean) / 1e9 >= 1
}

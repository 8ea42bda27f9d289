import type { LoadStage } from '../load/load-plan.ts'
import type { Plan } from './plan.ts'

/** What a run needs besides sending: starting workers, the request before it, merging. */
const besideSeconds = 1
/** Stands for the unknown time of a request, where a run ends by its number of requests in a closed loop. */
const requestSeconds = 1

/**
 * Seconds that a run takes, by its plan alone: warm-up, its stages, and 1 s beside. A run that ends by its number of
 * requests ends when so many are due in an open loop; in a closed one, where the server decides, a request is taken
 * to need 1 s.
 */
export function estimateSeconds({ load }: Plan): number {
  let left = load.requests
  let seconds = load.warmupNs / 1e9 + besideSeconds
  for (const stage of load.stages) {
    const perSecond = meanRatePerSecond(stage, load.maxConcurrency)
    const endless = perSecond === 0 || left === Number.POSITIVE_INFINITY
    const toTheCount = endless ? Number.POSITIVE_INFINITY : left / perSecond
    const stageSeconds = stage.durationNs / 1e9
    if (toTheCount <= stageSeconds) return seconds + (Number.isFinite(toTheCount) ? toTheCount : 0)
    seconds += stageSeconds
    left -= perSecond * stageSeconds
  }
  return seconds
}

function meanRatePerSecond(stage: LoadStage, maxConcurrency: number): number {
  switch (stage.kind) {
    case 'open':
      return (stage.startRatePerSecond + stage.endRatePerSecond) / 2
    case 'closed':
      return (
        (stage.querySize * (stage.startConcurrency + stage.endConcurrency)) /
        2 /
        (requestSeconds + stage.thinkTimeNs / 1e9)
      )
    case 'unpaced':
      return maxConcurrency / requestSeconds
  }
}

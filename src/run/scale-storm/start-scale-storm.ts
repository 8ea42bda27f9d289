import { offeredLoad } from '../../load/offered-load.ts'
import type { Plan } from '../../plan/plan.ts'
import { scaleStormOf } from '../../plan/scale-storm-of.ts'
import type { Clock } from '../../time/clock.ts'
import { logEvent, type RunFolder } from '../run-folder.ts'
import { type Rescale, runScaleStorm } from './run-scale-storm.ts'
import { keepScaleChange } from './scale-changes-file.ts'

export interface StormyRun {
  readonly plan: Plan
  readonly folder: RunFolder
  /** Of the server under management. */
  readonly rescale?: Rescale
  /** Ends the storm with the sending. */
  readonly stop: AbortSignal
}

/** Changes the workers of a run's server as its plan says, into the run's folder; `end` asks for no more, and waits for nothing. */
export function startScaleStorm(
  { plan, folder, rescale, stop }: StormyRun,
  clock: Clock,
): { end(): Promise<void> } {
  const storm = scaleStormOf(plan)
  if (storm === null || rescale === undefined) return { end: async () => {} }
  const ending = new AbortController()
  const over = runScaleStorm({
    storm,
    rescale,
    clock,
    fromNs: plan.load.warmupNs,
    untilNs: offeredLoad(plan.load).endNs,
    keep: (change) => {
      keepScaleChange(folder, change)
      if (change.outcome === 'failed') {
        logEvent(folder, 'scale_failed', { workers: change.workers, message: change.error })
      }
    },
    signal: AbortSignal.any([stop, ending.signal]),
  })
  return {
    end() {
      ending.abort()
      return over
    },
  }
}

import { offeredLoad } from '../load/offered-load.ts'
import { SpoolWriter } from '../record/spool-writer.ts'
import type { Clock, EpochUnixNs } from '../time/clock.ts'
import type { WorkerOrder } from './worker-messages.ts'
import { type StudyFigures, WorkerStudy } from './worker-study.ts'

/** A worker's study while it lasts, with the spool of its twin records. */
export interface RunningStudy {
  readonly study: WorkerStudy
  turnEnds(nowNs: number): void
  end(): StudyFigures
}

/** Starts the study that an order asks for; undefined when it asks for none. Throws TareError 'resources' as a spool does. */
export function startStudy(
  order: WorkerOrder,
  clock: Clock,
  epochUnixNs: EpochUnixNs,
): RunningStudy | undefined {
  if (order.study === undefined) return undefined
  const spool = SpoolWriter.create(order.study.spoolPath, { worker: order.worker, epochUnixNs })
  const study = new WorkerStudy({
    clock,
    eventWorkNs: order.study.eventWorkNs,
    windowStartNs: order.load.warmupNs,
    windowEndNs: offeredLoad(order.load).endNs,
    onTwin: (twin) => spool.append(twin),
  })
  return {
    study,
    turnEnds: (nowNs) => {
      study.turnEnds(nowNs)
      spool.flush()
    },
    end: () => {
      spool.close()
      return study.figures()
    },
  }
}

import type { BackendSurroundings, PendingJob } from './batch-backend.ts'
import type { ServedBatch } from './batch-station.ts'
import type { ClassicModel } from './classic-model.ts'

/** What became of a request. */
export type JobOutcome =
  | {
      readonly state: 'served'
      readonly batch: ServedBatch<PendingJob>
      /** From its arrival until its batch was complete: waiting for a worker, and for others. */
      readonly queueNs: number
      readonly durationNs: number
      /** One of each batch is first, and tells of the batch. */
      readonly isFirst: boolean
    }
  | { readonly state: 'refused' }
  | { readonly state: 'broken-off'; readonly why: 'worker' | 'model' }

/** Hands a request to a model, and keeps the model's statistics. */
export function submitJob(
  model: ClassicModel,
  { items, requestId }: { readonly items: number; readonly requestId: string },
  around: BackendSurroundings,
): Promise<JobOutcome> {
  const arrivedNs = around.nowNs()
  const { statistics } = model
  statistics.arrived()
  return new Promise((resolve) => {
    const job: PendingJob = {
      items,
      requestId,
      served(batch) {
        const queueNs = batch.startNs - arrivedNs
        const durationNs = batch.endNs - arrivedNs
        const isFirst = batch.jobs[0] === job
        statistics.succeeded(queueNs, durationNs)
        if (isFirst) statistics.executed(batch, around.unixMs())
        resolve({ state: 'served', batch, queueNs, durationNs, isFirst })
      },
      brokenOff(why) {
        statistics.failed(around.nowNs() - arrivedNs)
        resolve({ state: 'broken-off', why })
      },
    }
    if (model.hasWorkers() && model.backend.submit(job)) return
    statistics.refused()
    resolve({ state: 'refused' })
  })
}

import { batchArrivalWait } from '../../statistics/queueing/batch-arrival-wait.ts'
import { periodicBatchWait } from '../../statistics/queueing/periodic-batch-wait.ts'
import { pollaczekKhinchineWait } from '../../statistics/queueing/pollaczek-khinchine-wait.ts'
import type { ClientQueue } from '../truth-comparison.ts'

/**
 * Mean waits of a token event in the client, in ns, by models that are given its measured moments. Each holds the time
 * in which an idle process wakes up. Infinity without a steady state, NaN without a service time.
 */
export interface QueuePrediction {
  /** λ E[S] of one process. */
  readonly utilisation: number
  /** M/G/1: events come one by one, as a Poisson process. */
  readonly pollaczekKhinchineNs: number
  /** M^[X]/G/1: they come in batches, and the batches as a Poisson process. */
  readonly batchArrivalNs: number
  /** They come in batches, each of which is done before the next. */
  readonly periodicBatchNs: number
}

export function predictWaits(queue: ClientQueue): QueuePrediction {
  const { serviceNs, batchEvents, eventsPerSecondPerWorker } = queue
  const meanServiceSeconds = serviceNs.mean / 1e9
  const secondMomentServiceSeconds2 = serviceNs.secondMoment / 1e18
  const batch = {
    meanBatch: batchEvents.mean,
    secondMomentBatch: batchEvents.secondMoment,
    meanServiceSeconds,
  }
  const batchesPerSecond = eventsPerSecondPerWorker / batchEvents.mean
  const pollaczekKhinchine = pollaczekKhinchineWait({
    arrivalsPerSecond: eventsPerSecondPerWorker,
    meanServiceSeconds,
    secondMomentSeconds2: secondMomentServiceSeconds2,
  })
  const batchArrival = batchArrivalWait({ ...batch, batchesPerSecond, secondMomentServiceSeconds2 })
  return {
    utilisation: eventsPerSecondPerWorker * meanServiceSeconds,
    pollaczekKhinchineNs: pollaczekKhinchine * 1e9 + wakingNs(queue, eventsPerSecondPerWorker),
    batchArrivalNs: batchArrival * 1e9 + wakingNs(queue, batchesPerSecond),
    periodicBatchNs: periodicBatchWait(batch) * 1e9 + (queue.wakeNs.n > 0 ? queue.wakeNs.mean : 0),
  }
}

/**
 * What waking up adds to the mean wait, in ns, where whoever finds the server idle sets it up for a time D first:
 *
 *     (2 E[D] + λ E[D²]) / (2 (1 + λ E[D]))
 *
 * M/G/1 with set-up times (Welch 1964, Doshi 1986): the wait is that without, plus an independent one that
 * doesn't depend on ρ. λ is the rate of what comes as a Poisson process: events, or batches.
 */
function wakingNs({ wakeNs }: ClientQueue, arrivalsPerSecond: number): number {
  if (wakeNs.n === 0) return 0
  const perNs = arrivalsPerSecond / 1e9
  return (2 * wakeNs.mean + perNs * wakeNs.secondMoment) / (2 * (1 + perNs * wakeNs.mean))
}

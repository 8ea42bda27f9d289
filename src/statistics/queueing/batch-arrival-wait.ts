import { periodicBatchWait } from './periodic-batch-wait.ts'
import { pollaczekKhinchineWait } from './pollaczek-khinchine-wait.ts'

/** A queue of one server where customers come in batches, and the batches as a Poisson process. */
export interface BatchMG1 {
  readonly batchesPerSecond: number
  /** E[X], customers; at least 1. */
  readonly meanBatch: number
  /** E[X²]: mean² + variance. */
  readonly secondMomentBatch: number
  /** Of one customer. */
  readonly meanServiceSeconds: number
  /** E[S²] of one customer, in seconds squared. */
  readonly secondMomentServiceSeconds2: number
}

/**
 * Mean wait before service of a customer of M^[X]/G/1, in seconds (Gaver 1959; Burke 1975):
 *
 *     W = λ E[S²] / (2 (1 − ρ)) + E[S] (E[X²] − E[X]) / (2 E[X] (1 − ρ)),   λ = λ_b E[X],   ρ = λ E[S]
 *
 * A batch is one customer whose service is the sum B of its members': E[B] = E[X] E[S] and
 * E[B²] = E[X] E[S²] + (E[X²] − E[X]) E[S]². It waits as Pollaczek-Khinchine says, λ_b E[B²] / (2 (1 − ρ)), and a
 * member then waits for those of its batch before it: `periodicBatchWait`. The formula is their sum, which is how it
 * is computed.
 *
 * Infinity at ρ ≥ 1; NaN when an argument is.
 */
export function batchArrivalWait(queue: BatchMG1): number {
  const { batchesPerSecond, meanBatch, secondMomentBatch } = queue
  const { meanServiceSeconds, secondMomentServiceSeconds2 } = queue
  const batchWait = pollaczekKhinchineWait({
    arrivalsPerSecond: batchesPerSecond,
    meanServiceSeconds: meanBatch * meanServiceSeconds,
    secondMomentSeconds2:
      meanBatch * secondMomentServiceSeconds2 + (secondMomentBatch - meanBatch) * meanServiceSeconds ** 2,
  })
  return batchWait + periodicBatchWait({ meanBatch, secondMomentBatch, meanServiceSeconds })
}

/** A queue of one server where every batch is done before the next one comes. */
export interface PeriodicBatches {
  /** E[X], customers; at least 1. */
  readonly meanBatch: number
  /** E[X²]: mean² + variance. */
  readonly secondMomentBatch: number
  /** Of one customer. */
  readonly meanServiceSeconds: number
}

/**
 * Mean wait before service of a customer whose batch finds the server idle, in seconds:
 *
 *     W = E[S] (E[X²] / E[X] − 1) / 2
 *
 * In a batch of x the members wait for 0, 1 … x − 1 others: x (x − 1) / 2 services in all, so E[X (X − 1)] / 2 a batch
 * over E[X] members a batch. The variance of service doesn't enter, nor does the period: with batches a time T apart
 * this holds as long as each is served within T, which for a fixed X and constant S is ρ = X S / T ≤ 1. What is
 * carried over to the next batch comes on top, so it is a lower bound for any other arrivals of batches.
 *
 * Streams that one engine steps together are such batches. X is then the number of streams: W = E[S] (X − 1) / 2.
 */
export function periodicBatchWait(queue: PeriodicBatches): number {
  const { meanBatch, secondMomentBatch, meanServiceSeconds } = queue
  return (meanServiceSeconds * (secondMomentBatch / meanBatch - 1)) / 2
}

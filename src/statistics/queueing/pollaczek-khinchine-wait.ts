/** A queue of one server, any service times, and customers who come one by one as a Poisson process. */
export interface MG1 {
  readonly arrivalsPerSecond: number
  readonly meanServiceSeconds: number
  /** E[S²], in seconds squared: mean² + variance. */
  readonly secondMomentSeconds2: number
}

/**
 * Mean wait before service in M/G/1, in seconds (Pollaczek 1930, Khinchine 1932):
 *
 *     W = λ E[S²] / (2 (1 − ρ)),   ρ = λ E[S]
 *
 * A customer finds, by PASTA, what an outside observer finds: the rest of the service in progress, λ E[S²] / 2 in the
 * mean, and λW customers ahead of him with E[S] each. So W = λ E[S²] / 2 + ρ W, whatever the order of service as long
 * as it doesn't look at service times.
 *
 * Infinity at ρ ≥ 1: there is no steady state. NaN when an argument is.
 */
export function pollaczekKhinchineWait(queue: MG1): number {
  const { arrivalsPerSecond, meanServiceSeconds, secondMomentSeconds2 } = queue
  const utilization = arrivalsPerSecond * meanServiceSeconds
  if (utilization >= 1) return Number.POSITIVE_INFINITY
  return (arrivalsPerSecond * secondMomentSeconds2) / (2 * (1 - utilization))
}

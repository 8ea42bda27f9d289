/** What makes a queue busy. */
export interface QueueLoad {
  readonly arrivalsPerSecond: number
  /** Of one customer at one server. */
  readonly meanServiceSeconds: number
}

/** ρ = λ E[S] / c. Throws RangeError for a rate or a time that is negative or no number, and unless c is 1, 2, 3 … */
export function utilization({ arrivalsPerSecond, meanServiceSeconds }: QueueLoad, servers = 1): number {
  const finite = Number.isFinite(arrivalsPerSecond) && Number.isFinite(meanServiceSeconds)
  if (!(finite && arrivalsPerSecond >= 0 && meanServiceSeconds > 0)) {
    throw new RangeError(
      `a queue needs a rate ≥ 0 and a service time > 0, not ${arrivalsPerSecond} and ${meanServiceSeconds}`,
    )
  }
  if (!(Number.isSafeInteger(servers) && servers >= 1)) {
    throw new RangeError(`a queue needs a whole number of servers, not ${servers}`)
  }
  return (arrivalsPerSecond * meanServiceSeconds) / servers
}

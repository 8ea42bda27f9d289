/** What busy workers take from each other, by the Universal Scalability Law (Gunther 2007, ch. 4). */
export interface Contention {
  /** Share of the work that only one worker can do at a time. */
  readonly sigma: number
  /** Cost of keeping each pair of workers in agreement. */
  readonly kappa: number
}

export const noContention: Contention = { sigma: 0, kappa: 0 }

/**
 * How many times longer work takes while `busy` workers are at it: 1 + sigma (busy − 1) + kappa busy (busy − 1). The rate of all of
 * them together is busy divided by this, which is the USL.
 */
export function slowdown(contention: Contention, busy: number): number {
  return 1 + contention.sigma * (busy - 1) + contention.kappa * busy * (busy - 1)
}

import { type QueueLoad, utilization } from './utilization.ts'

/**
 * The probability that a customer of M/M/c must wait (Erlang 1917): 1 at ρ ≥ 1.
 *
 * Erlang's loss formula by its recurrence B(k) = a B(k−1) / (k + a B(k−1)), B(0) = 1, for the offered load a = λ E[S],
 * in which nothing overflows as a^c / c! does; then C = B(c) / (1 − ρ (1 − B(c))).
 */
export function erlangC(queue: QueueLoad, servers: number): number {
  const rho = utilization(queue, servers)
  if (rho >= 1) return 1
  const offered = rho * servers
  let blocked = 1
  for (let k = 1; k <= servers; k += 1) blocked = (offered * blocked) / (k + offered * blocked)
  return blocked / (1 - rho * (1 - blocked))
}

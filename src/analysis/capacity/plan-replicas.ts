import { TareError } from '../../errors.ts'

export interface ReplicaRequest {
  /** What one replica is verified to serve within the objectives: the lower bound, not a middle. */
  readonly verifiedPerSecond: number
  readonly targetPerSecond: number
  /** Share of the verified rate that is left free: 0.2 unless said otherwise. */
  readonly headroom?: number
  /** Replicas that may be gone while the target is still served with that headroom: 1 (N + 1) unless said otherwise. */
  readonly spare?: number
}

export interface ReplicaPlan {
  readonly targetPerSecond: number
  readonly headroom: number
  readonly spare: number
  /** What serves the target with the headroom. */
  readonly needed: number
  /** needed + spare. */
  readonly replicas: number
  /** Share of its verified rate that each replica gets with all of them up. */
  readonly utilization: number
  /** … and with as many gone as may be. */
  readonly utilizationWithoutSpare: number
}

/**
 * Replicas for a target rate: ⌈target / (verified (1 − headroom))⌉, and the spare ones. It takes them for alike, and the load for evenly
 * spread: a replica of many gets arrivals at its share of the rate, and Poisson arrivals that are dealt at random stay
 * Poisson, as those of the search were. Throws TareError('usage') for what isn't a plan.
 */
export function planReplicas(request: ReplicaRequest): ReplicaPlan {
  const { verifiedPerSecond, targetPerSecond, headroom = 0.2, spare = 1 } = request
  const isRate = (rate: number): boolean => rate > 0 && Number.isFinite(rate)
  if (!isRate(verifiedPerSecond) || !isRate(targetPerSecond)) {
    throw new TareError(
      'usage',
      `${targetPerSecond} req/s of ${verifiedPerSecond} req/s a replica is no number of replicas`,
      { hint: 'Both rates must be above 0; a capacity must have been verified first.' },
    )
  }
  if (!(headroom >= 0 && headroom < 1) || !(Number.isSafeInteger(spare) && spare >= 0)) {
    throw new TareError('usage', `a headroom of ${headroom} with ${spare} spare replicas can't be kept`, {
      hint: 'Give a headroom from 0 to below 1, such as 0.2, and a whole number of spare replicas.',
    })
  }
  // What is a whole number but for rounding is one.
  const exact = targetPerSecond / (verifiedPerSecond * (1 - headroom))
  const needed = Math.max(1, Math.ceil(exact * (1 - 1e-12)))
  return {
    targetPerSecond,
    headroom,
    spare,
    needed,
    replicas: needed + spare,
    utilization: targetPerSecond / (verifiedPerSecond * (needed + spare)),
    utilizationWithoutSpare: targetPerSecond / (verifiedPerSecond * needed),
  }
}

import { TareError } from '../../errors.ts'
import type { CapacityAnswer } from './capacity-answer.ts'
import { planReplicas, type ReplicaPlan } from './plan-replicas.ts'
import { type ServingCost, servingCost } from './serving-cost.ts'

/** What is to be served, with what in reserve and at what price; all of it may be left out. */
export interface Deployment {
  /** Requests a second of all replicas together. */
  readonly targetPerSecond?: number
  /** As `planReplicas` has them. */
  readonly headroom?: number
  readonly spare?: number
  /** Of a replica, in whatever currency. */
  readonly pricePerHour?: number
}

/** Means over the requests of a run; null where tokens weren't counted. */
export interface TokensPerRequest {
  readonly input: number | null
  readonly output: number | null
}

export interface SizedDeployment {
  /** Null without a target, or a rate that was verified. */
  readonly replicas: ReplicaPlan | null
  /** Of the replicas at the target rate, or of one at what it is verified to serve; null without a price. */
  readonly cost: ServingCost | null
}

/** What follows from a capacity. Throws TareError('usage') for a deployment that makes no sense. */
export function sizeDeployment(
  { targetPerSecond, headroom, spare, pricePerHour }: Deployment,
  answer: Pick<CapacityAnswer, 'axis' | 'verified'>,
  tokens: TokensPerRequest,
): SizedDeployment {
  const { axis, verified } = answer
  if (verified === null || axis !== 'rate') return { replicas: null, cost: null }
  const replicas =
    targetPerSecond === undefined
      ? null
      : planReplicas({
          verifiedPerSecond: verified,
          targetPerSecond,
          ...(headroom === undefined ? {} : { headroom }),
          ...(spare === undefined ? {} : { spare }),
        })
  if (pricePerHour === undefined) return { replicas, cost: null }
  const cost = servingCost({
    pricePerHour,
    replicas: replicas?.replicas ?? 1,
    requestsPerSecond: targetPerSecond ?? verified,
    inputTokensPerRequest: tokens.input,
    outputTokensPerRequest: tokens.output,
  })
  return { replicas, cost }
}

/** Throws TareError('usage') for what no capacity along this axis could serve: before hours are spent on finding one. */
export function checkDeployment(deployment: Deployment, axis: CapacityAnswer['axis']): void {
  const { targetPerSecond, pricePerHour } = deployment
  if (axis !== 'rate' && (targetPerSecond !== undefined || pricePerHour !== undefined)) {
    throw new TareError('usage', 'replicas and cost follow from a rate, and a concurrency is sought', {
      hint: 'Leave out the target rate and the price, or seek the largest rate.',
    })
  }
  sizeDeployment(deployment, { axis, verified: 1 }, { input: null, output: null })
}

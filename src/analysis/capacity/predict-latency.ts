import { TareError } from '../../errors.ts'
import { birthDeath } from '../../statistics/queueing/birth-death.ts'
import { sharedResponse } from '../../statistics/queueing/shared-response.ts'
import type { ScalingPoint } from '../scaling/scaling-point.ts'
import { type HeldOut, heldOutErrors, serviceCurve, servicePoints } from './service-curve.ts'

export interface PredictionOptions {
  /**
   * How many requests the server serves at once (an engine's max_num_seqs, a server's workers); those beyond wait in the order
   * in which they came. Null: all that are there.
   */
  readonly slots?: number | null
}

export type LatencyPrediction = {
  readonly ratePerSecond: number
  /** What completes a second at the largest concurrency that was measured. */
  readonly mostPerSecond: number
  /** Rate ÷ that. */
  readonly utilization: number
  readonly heldOut: readonly HeldOut[]
} & (
  | { readonly state: 'overloaded' }
  | {
      readonly state: 'steady'
      readonly meanInFlight: number
      /** P(n in flight), n = 0, 1, … */
      readonly inFlight: Float64Array
      /** From send to end, s. */
      readonly meanResponseSeconds: number
      readonly responseQuantilesSeconds: {
        readonly p50: number
        readonly p90: number
        readonly p95: number
        readonly p99: number
      }
    }
)

/**
 * What an open loop at a rate that wasn't measured would see, from a closed-loop sweep over concurrency.
 * With n requests in the server it completes μ(n) a second, whoever sent them: μ(N) = X(N). Poisson arrivals at rate
 * λ then make the number in the server a birth–death chain, π_n ∝ Π λ / μ(i), and its mean gives the mean response
 * by Little's law. Exact for M/M/1 and M/M/c.
 *
 * Assumed: completions are memoryless given n; their rate depends on n alone (not on what the requests are, nor on what came before);
 * beyond the largest measured concurrency it stays as it is there. For the quantiles also: those in service share it evenly,
 * and sizes are exponential. Sizes that vary less make tails shorter: a p99 of replies of one length is below what this says.
 *
 * Throws TareError('usage') without points, or for a rate or slots that aren't above 0.
 */
export function predictLatency(
  points: readonly ScalingPoint[],
  ratePerSecond: number,
  { slots = null }: PredictionOptions = {},
): LatencyPrediction {
  const measured = servicePoints(points)
  const last = measured.at(-1)
  if (last === undefined) {
    throw new TareError('usage', 'no point of the sweep completed a request, so nothing can be predicted', {
      hint: 'Sweep concurrency first: load.concurrency: [1, 2, 4, 8, 16].',
    })
  }
  if (!(ratePerSecond > 0 && Number.isFinite(ratePerSecond)) || (slots !== null && !(slots >= 1))) {
    throw new TareError(
      'usage',
      `a rate of ${ratePerSecond}/s into ${slots ?? 'all'} slots can't be predicted`,
      {
        hint: 'Give a rate above 0, and 1 slot or more.',
      },
    )
  }
  const served = slots === null ? Number.POSITIVE_INFINITY : Math.floor(slots)
  const curve = serviceCurve(measured)
  const completionsPerSecond = (n: number): number => curve(Math.min(n, served))
  const constantFrom = Math.max(1, Math.ceil(Math.min(last.inFlight, served)))
  const mostPerSecond = completionsPerSecond(constantFrom)
  const known = {
    ratePerSecond,
    mostPerSecond,
    utilization: ratePerSecond / mostPerSecond,
    heldOut: heldOutErrors(measured),
  }
  const law = birthDeath(ratePerSecond, completionsPerSecond, constantFrom)
  if (law === null) return { ...known, state: 'overloaded' }
  const service = { arrivalsPerSecond: ratePerSecond, completionsPerSecond, slots: served }
  const { quantile } = sharedResponse(service, law)
  return {
    ...known,
    state: 'steady',
    meanInFlight: law.meanInSystem,
    inFlight: law.inSystem,
    meanResponseSeconds: law.meanResponseSeconds,
    responseQuantilesSeconds: {
      p50: quantile(0.5),
      p90: quantile(0.9),
      p95: quantile(0.95),
      p99: quantile(0.99),
    },
  }
}

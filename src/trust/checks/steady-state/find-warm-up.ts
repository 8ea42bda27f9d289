import { blockMedians } from '../../../statistics/block-medians.ts'
import { mser5 } from '../../../statistics/mser.ts'
import { quantile } from '../../../statistics/quantile.ts'
import { startShiftTest } from '../../../statistics/start-shift-test.ts'
import type { Evidence } from '../../evidence.ts'
import { inFlightLevels, sendingWindow } from './in-flight-levels.ts'
import type { LatencySeries } from './latency-series.ts'

export interface WarmUp {
  readonly seenIn: 'latency' | 'requests in flight'
  /** How many requests of the series belong to it. */
  readonly requests: number
  /** From the start of the measured part to the first request after it. */
  readonly lengthNs: number
  /** Change of the median or the mean, whichever is larger, when they are left out: all / rest − 1. */
  readonly effect: number
  readonly figure: 'median' | 'mean'
  /** Whether the beginning differs from the rest by more than the latency wanders anyway. */
  readonly significant: boolean
}

/** Fewer requests than this say nothing of a beginning and a rest. */
export const leastRequests = 100
/** What is left must be this much for a figure of its own. */
const leastRest = 50
const requestsPerBlock = 25
const gridPoints = 501
/** Of a beginning shorter than a block: how far beyond the farthest of all other stretches as long. */
const beyondOthers = 3

/** Blocks of a series: 20 of at least 5 requests, and more, up to 100, when they are of 25. */
export function blocksOf(requests: number): number {
  return Math.max(20, Math.min(100, Math.floor(requests / requestsPerBlock)))
}

/** What MSER-5 would leave out of a latency, by the latency itself and by the requests in flight, and what it matters. */
export function findWarmUps(evidence: Evidence, series: LatencySeries): readonly WarmUp[] {
  const { atNs, latencyNs } = series
  const { startNs, endNs } = sendingWindow(evidence)
  if (latencyNs.length < leastRequests || endNs <= startNs) return []
  const levels = inFlightLevels(evidence, startNs, endNs, gridPoints)
  const settledNs = startNs + ((endNs - startNs) * mser5(levels).drop) / (gridPoints - 1)
  const beforeSettled = atNs.findIndex((at) => at >= settledNs)
  const candidates = [
    ['latency', mser5(latencyNs).drop],
    ['requests in flight', Math.max(0, beforeSettled)],
  ] as const
  return candidates.flatMap(([seenIn, drop]) => {
    const rest = latencyNs.subarray(drop)
    if (drop === 0 || rest.length < leastRest) return []
    return [
      {
        seenIn,
        requests: drop,
        lengthNs: atNs[drop]! - startNs,
        ...effectOf(latencyNs, rest),
        significant: startDiffers(latencyNs, drop),
      },
    ]
  })
}

function effectOf(all: Float64Array, rest: Float64Array): Pick<WarmUp, 'effect' | 'figure'> {
  const ofMedian = median(all) / median(rest) - 1
  const ofMean = mean(all) / mean(rest) - 1
  return Math.abs(ofMean) > Math.abs(ofMedian)
    ? { effect: ofMean, figure: 'mean' }
    : { effect: ofMedian, figure: 'median' }
}

/** Medians of blocks, as logarithms: ratios count, and single stragglers don't. */
function startDiffers(latencyNs: Float64Array, drop: number): boolean {
  const blocks = blocksOf(latencyNs.length)
  const perBlock = latencyNs.length / blocks
  if (drop < perBlock) return stretchDiffers(latencyNs, drop)
  const medians = blockMedians(latencyNs, blocks).map(Math.log)
  const first = Math.ceil(drop / perBlock - 1e-9)
  return blocks - first >= 10 && startShiftTest(medians, first).significant
}

/** Whether the beginning is far beyond every other stretch as long as it. */
function stretchDiffers(latencyNs: Float64Array, length: number): boolean {
  const stretches = Math.floor((latencyNs.length - length) / length)
  const level = (from: number): number => {
    let sum = 0
    for (let i = from; i < from + length; i++) sum += Math.log(latencyNs[i]!)
    return sum / length
  }
  const others = Float64Array.from({ length: stretches }, (_, i) => level(length * (i + 1))).sort()
  const middle = quantile(others, 0.5)
  const farthest = Math.max(middle - others[0]!, others[stretches - 1]! - middle)
  return Math.abs(level(0) - middle) > beyondOthers * farthest
}

function median(values: Float64Array): number {
  return quantile(values.slice().sort(), 0.5)
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

import { rateInterval, timeSlices } from '../statistics/rate-interval.ts'
import { LengthBiasedMean } from './length-biased-mean.ts'
import type { MeasuredWindow } from './measured-window.ts'
import type { Ci95 } from './summary.ts'

export interface InFlight {
  /** Time average over the window. */
  readonly mean: number
  /** Null where the window is too short for one. */
  readonly meanCi95: Ci95
  readonly max: number
}

/**
 * How many requests were in flight over a window, of requests sent at `sentNs[i]` and ended at `endNs[i]`. A request
 * that ends at the instant another is sent isn't in flight with it. Sorts both arrays in place. When requests come at
 * random their number varies as slowly as they are long.
 */
export function inFlight(
  sentNs: Float64Array,
  endNs: Float64Array,
  window: MeasuredWindow,
  atRandom: boolean,
): InFlight {
  const length = window.endNs - window.startNs
  if (length <= 0) return { mean: 0, meanCi95: null, max: 0 }
  let overlapNs = 0
  const lengthsNs = new LengthBiasedMean()
  for (let i = 0; i < sentNs.length; i++) {
    const withinNs = Math.min(endNs[i]!, window.endNs) - Math.max(sentNs[i]!, window.startNs)
    if (withinNs <= 0) continue
    overlapNs += withinNs
    lengthsNs.add(endNs[i]! - sentNs[i]!)
  }
  const dependence = atRandom ? Math.max(1, (lengthsNs.value * timeSlices) / length) : 1
  sentNs.sort()
  endNs.sort()
  let max = 0
  let ended = 0
  for (let sent = 0; sent < sentNs.length && sentNs[sent]! <= window.endNs; sent++) {
    // The number in flight rises only at a send; those before the window add up to what it begins with.
    const atNs = Math.max(sentNs[sent]!, window.startNs)
    while (ended < endNs.length && endNs[ended]! <= atNs) ended++
    max = Math.max(max, sent + 1 - ended)
  }
  const slices = averages(sentNs, endNs, window)
  return { mean: overlapNs / length, meanCi95: rateInterval(slices, dependence), max }
}

/** The average in each slice of the window. Both arrays ascend. */
function averages(
  sentNs: Float64Array,
  endNs: Float64Array,
  { startNs, endNs: stopNs }: MeasuredWindow,
): Float64Array {
  const sliceNs = (stopNs - startNs) / timeSlices
  const sent = elapsedSince(sentNs, startNs, sliceNs)
  const ended = elapsedSince(endNs, startNs, sliceNs)
  // What rounding leaves of an empty slice may be below 0.
  return sent.map((elapsedNs, slice) => Math.max(0, elapsedNs - ended[slice]!) / sliceNs)
}

/** For each slice the time from each event to the slice's end, within the slice, added up over events. */
function elapsedSince(atNs: Float64Array, startNs: number, sliceNs: number): Float64Array {
  let before = 0
  return Float64Array.from({ length: timeSlices }, (_, slice) => {
    const fromNs = startNs + slice * sliceNs
    const untilNs = fromNs + sliceNs
    let sumNs = 0
    while (before < atNs.length && atNs[before]! <= fromNs) before++
    sumNs += before * sliceNs
    for (let i = before; i < atNs.length && atNs[i]! < untilNs; i++) sumNs += untilNs - atNs[i]!
    return sumNs
  })
}

import type { MeasuredWindow } from './measured-window.ts'

export interface InFlight {
  /** Time average over the window. */
  readonly mean: number
  readonly max: number
}

/**
 * How many requests were in flight over a window, of requests sent at `sentNs[i]` and ended at `endNs[i]`. A request
 * that ends at the instant another is sent isn't in flight with it. Sorts both arrays in place.
 */
export function inFlight(sentNs: Float64Array, endNs: Float64Array, window: MeasuredWindow): InFlight {
  const length = window.endNs - window.startNs
  if (length <= 0) return { mean: 0, max: 0 }
  let overlapNs = 0
  for (let i = 0; i < sentNs.length; i++) {
    overlapNs += Math.max(0, Math.min(endNs[i]!, window.endNs) - Math.max(sentNs[i]!, window.startNs))
  }
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
  return { mean: overlapNs / length, max }
}

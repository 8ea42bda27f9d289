/** A series over a run, as far as it changed. */
export interface SampledSeries {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  /** Of its family: 'counter', 'gauge', 'histogram' … */
  readonly type: string
  /** Which of the answered scrapes found `values[i]`, ascending; what isn't listed is as it was before. */
  readonly scrapes: Float64Array
  /** NaN: it had no value, or was gone. */
  readonly values: Float64Array
}

/** What an endpoint said over a run. */
export interface ServerSamples {
  /** Times of the answered scrapes, ns of the run's clock, ascending, each within its bound. */
  readonly atNs: Float64Array
  readonly errorBoundNs: Float64Array
  /** 1 where some series was there at this scrape and the one before: then it is the same process that answers. */
  readonly continuous: Uint8Array
  readonly series: readonly SampledSeries[]
  /** How often what kept an endpoint from an answer. */
  readonly failures: ReadonlyMap<string, number>
  /** Series of the fullest answer, whether read or not. */
  readonly mostSeries: number
  /** How many series came after the first scrape, and how many went. */
  readonly appeared: number
  readonly vanished: number
  /** Lines that couldn't be used, of all scrapes. */
  readonly refused: number
}

/** A stretch of the run, ns. */
export interface Span {
  readonly startNs: number
  readonly endNs: number
}

/** The part of a window that lies between the first and the last answered scrape; empty when there is none. */
export function coveredSpan({ atNs }: ServerSamples, window: Span): Span {
  const startNs = Math.max(window.startNs, atNs[0] ?? Number.POSITIVE_INFINITY)
  const endNs = Math.min(window.endNs, atNs.at(-1) ?? Number.NEGATIVE_INFINITY)
  return endNs > startNs ? { startNs, endNs } : { startNs: window.startNs, endNs: window.startNs }
}

export function spanSeconds({ startNs, endNs }: Span): number {
  return (endNs - startNs) / 1e9
}

/** Which share of the time from one scrape to the next lies in a span. */
export function shareWithin(fromNs: number, untilNs: number, { startNs, endNs }: Span): number {
  const withinNs = Math.min(untilNs, endNs) - Math.max(fromNs, startNs)
  return untilNs > fromNs && withinNs > 0 ? withinNs / (untilNs - fromNs) : 0
}

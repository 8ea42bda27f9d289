import type { RequestRecord } from '../../record/request-record.ts'
import type { MeasuredWindow } from '../measured-window.ts'

/** What a background did during the window that was measured beside it (schema/summary.schema.json). */
export interface BackgroundFigures {
  readonly target: { readonly url: string | null; readonly api: string; readonly model: string }
  readonly load: {
    /** 'open' or 'closed'. */
    readonly model: string
    /** Asked for. */
    readonly concurrency: number | null
    readonly requested_rate_per_s: number | null
  }
  /** Share of the measured window through which it ran. */
  readonly covered_share: number
  /** Requests that were sent, that succeeded and that failed, by when they were sent or ended. */
  readonly sent: number
  readonly completed: number
  readonly failed: number
  readonly sent_per_s: number | null
  readonly completed_per_s: number | null
  readonly in_flight_mean: number | null
}

/** The window, in ns since the epoch of the background's own run. */
type Window = Pick<MeasuredWindow, 'startNs' | 'endNs'>

/** What only the records of a background say. */
export type BackgroundCounts = Omit<BackgroundFigures, 'target' | 'load' | 'covered_share'>

/** Counts a background's records within a window; requests in flight are the time that each spends in it. */
export class BackgroundTally {
  readonly #window: Window
  #sent = 0
  #completed = 0
  #failed = 0
  #inFlightNs = 0

  constructor(window: Window) {
    this.#window = window
  }

  add({ sentNs, endNs, status }: Pick<RequestRecord, 'sentNs' | 'endNs' | 'status'>): void {
    const { startNs: from, endNs: to } = this.#window
    if (endNs >= from && endNs <= to) {
      if (status === 'ok') this.#completed++
      else this.#failed++
    }
    // A connection that failed never was a request in flight.
    if (sentNs === null) return
    if (sentNs >= from && sentNs <= to) this.#sent++
    this.#inFlightNs += Math.max(0, Math.min(endNs, to) - Math.max(sentNs, from))
  }

  counts(): BackgroundCounts {
    const lengthNs = this.#window.endNs - this.#window.startNs
    const over = (amount: number): number | null => (lengthNs > 0 ? amount / lengthNs : null)
    return {
      sent: this.#sent,
      completed: this.#completed,
      failed: this.#failed,
      sent_per_s: over(this.#sent * 1e9),
      completed_per_s: over(this.#completed * 1e9),
      in_flight_mean: over(this.#inFlightNs),
    }
  }
}

/** Share of a window through which something ran that ended at `endNs`; 0 of an empty window. */
export function coveredShare({ startNs, endNs }: Window, ranUntilNs: number): number {
  if (endNs <= startNs) return 0
  return Math.max(0, Math.min(ranUntilNs, endNs) - startNs) / (endNs - startNs)
}

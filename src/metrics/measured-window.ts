/** What decides the span over which rates are taken. */
export type WindowRule =
  /**
   * A run that ends by the clock: from the end of the warm-up to the end of the plan, drain excluded. `cutShort` when
   * the run died before that: the window then ends with the last record. (A run stopped by hand isn't cut short: its
   * `endNs` is when it was stopped.)
   */
  | {
      readonly kind: 'duration'
      readonly startNs: number
      readonly endNs: number
      readonly cutShort: boolean
    }
  /** A run that ends by its number of requests: from the first measured send to the last measured end. */
  | { readonly kind: 'requests' }

/** Both ends belong to it; ns since the run's epoch. */
export interface MeasuredWindow {
  readonly kind: 'duration' | 'requests'
  readonly startNs: number
  readonly endNs: number
}

/** What the records say of when the run took place; infinities where there was no such request. */
export interface RecordedSpan {
  readonly firstMeasuredSendNs: number
  readonly lastMeasuredEndNs: number
  /** Of any request, warm-up included. */
  readonly lastEndNs: number
}

/** The window by its rule. It is empty, never negative, when nothing was measured. */
export function measuredWindow(rule: WindowRule, span: RecordedSpan): MeasuredWindow {
  if (rule.kind === 'duration') {
    const endNs = rule.cutShort ? Math.min(rule.endNs, span.lastEndNs) : rule.endNs
    return { kind: 'duration', startNs: rule.startNs, endNs: Math.max(rule.startNs, endNs) }
  }
  const measured = span.firstMeasuredSendNs < span.lastMeasuredEndNs
  if (!measured) return { kind: 'requests', startNs: 0, endNs: 0 }
  return { kind: 'requests', startNs: span.firstMeasuredSendNs, endNs: span.lastMeasuredEndNs }
}

export function windowSeconds(window: MeasuredWindow): number {
  return (window.endNs - window.startNs) / 1e9
}

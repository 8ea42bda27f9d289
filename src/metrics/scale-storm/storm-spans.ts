import type { MeasuredWindow } from '../measured-window.ts'
import type { ScaleChange } from './scale-change.ts'

/** A stretch of the measured window in which the workers were being changed, or weren't. */
export interface StormSpan {
  readonly startNs: number
  readonly endNs: number
  readonly kind: 'changing' | 'otherwise'
  /** Asked for, or read back; null after a change that failed, when nobody knows. */
  readonly workers: number | null
}

/**
 * The window from end to end, in order and without gaps. `changes` in the order of asking, none before the one ahead of it has ended;
 * `first`: workers before any of them.
 */
export function stormSpans(
  changes: readonly ScaleChange[],
  first: number,
  window: Pick<MeasuredWindow, 'startNs' | 'endNs'>,
): readonly StormSpan[] {
  const spans: StormSpan[] = []
  let fromNs = Number.NEGATIVE_INFINITY
  let workers: number | null = first
  for (const change of changes) {
    spans.push({ startNs: fromNs, endNs: change.askedNs, kind: 'otherwise', workers })
    spans.push({ startNs: change.askedNs, endNs: change.endedNs, kind: 'changing', workers: change.workers })
    fromNs = change.endedNs
    workers = change.readWorkers
  }
  spans.push({ startNs: fromNs, endNs: Number.POSITIVE_INFINITY, kind: 'otherwise', workers })
  return spans
    .map((span) => ({
      ...span,
      startNs: Math.max(span.startNs, window.startNs),
      endNs: Math.min(span.endNs, window.endNs),
    }))
    .filter(({ startNs, endNs }) => endNs > startNs)
}

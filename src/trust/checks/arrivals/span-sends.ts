import type { Finding } from '../../check.ts'
import type { Evidence, OpenSpan } from '../../evidence.ts'
import { notApplicable } from '../../not-applicable.ts'
import { heldShare, openSends } from './open-sends.ts'

/** What of a constant rate was sent within its span. */
export interface SpanSends {
  readonly span: OpenSpan
  /** Ascending, ns since the epoch. */
  readonly sentNs: Float64Array
}

/** Spans of which --max-concurrency held more than this aren't of their arrival process any more. */
const mostHeld = 0.01
/**
 * The shape of gaps is judged where they are five times as long as what a send may be late without harm (1 ms): below
 * that, sends that go out in the same turn of a worker's loop change it, and no server can tell.
 */
export const shortestJudgedGapNs = 5e6

/** Spans of a constant rate whose arrivals can be judged: these processes, so many sends, and so far between. */
export function spanSends(
  evidence: Evidence,
  arrivals: readonly OpenSpan['arrival'][],
  { fewestSends, shortestGapNs }: { readonly fewestSends: number; readonly shortestGapNs: number },
): readonly SpanSends[] {
  const spans = evidence.plan.openSpans.filter(({ arrival }) => arrivals.includes(arrival))
  if (spans.length === 0) return []
  const sends = openSends(evidence)
  return spans.flatMap((span) => {
    if (1e9 / span.ratePerSecond < shortestGapNs) return []
    const isOfSpan = (i: number): boolean => sends.stage[i] === span.stage && sends.sentNs[i]! <= span.endNs
    if (heldShare(sends, isOfSpan) > mostHeld) return []
    const sentNs = sends.sentNs.filter((_, i) => isOfSpan(i)).sort()
    return sentNs.length < fewestSends ? [] : [{ span, sentNs }]
  })
}

/** The finding where `spanSends` gives none; `needs` says how much a span must have. */
export function noSpan(evidence: Evidence, arrivals: readonly OpenSpan['arrival'][], needs: string): Finding {
  const isNone = !evidence.plan.openSpans.some(({ arrival }) => arrivals.includes(arrival))
  return notApplicable(
    isNone
      ? `no stage has ${arrivals.join(' or ')} arrivals at a constant rate`
      : `needs ${needs}, with next to none held by --max-concurrency`,
  )
}

/** Where sends don't come as the plan's process has them. */
export const otherArrivalsRemedy: string =
  'If sends were late (see lateness), give the client more --workers or a lower rate; if not, report a bug.'

/** Times between successive sends. */
export function gapsBetween(sentNs: Float64Array): Float64Array {
  const gaps = new Float64Array(Math.max(0, sentNs.length - 1))
  for (let i = 0; i < gaps.length; i++) gaps[i] = sentNs[i + 1]! - sentNs[i]!
  return gaps
}

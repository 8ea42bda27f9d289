import type { RequestRecord } from '../record/request-record.ts'

/**
 * What of a record's times runs backwards, in words; null when nothing does. A send is never before its plan, no byte
 * arrives before the send, no token before the one before it, and nothing after the end.
 */
export function orderViolation(record: RequestRecord): string | null {
  const { plannedNs, sentNs, firstByteNs, endNs, tokenNs, tokenEvents } = record
  if (sentNs !== null && sentNs < plannedNs) return `sent ${plannedNs - sentNs} ns before its plan`
  if (endNs < (sentNs ?? plannedNs)) return `ended ${(sentNs ?? plannedNs) - endNs} ns before it was sent`
  if (firstByteNs !== null && sentNs !== null && firstByteNs < sentNs) {
    return `its first byte came ${sentNs - firstByteNs} ns before it was sent`
  }
  let previousNs = firstByteNs ?? sentNs ?? plannedNs
  for (let i = 0; i < tokenEvents; i++) {
    const atNs = tokenNs[i]!
    if (atNs < previousNs) return `token ${i} came ${previousNs - atNs} ns before what is before it`
    previousNs = atNs
  }
  return endNs < previousNs ? `ended ${previousNs - endNs} ns before its last token` : null
}

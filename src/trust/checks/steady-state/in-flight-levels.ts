import type { Evidence } from '../../evidence.ts'

/**
 * Requests in flight at `points` moments, equally far apart from start to end, both included. In open loop a request
 * counts from its planned send, so that one which --max-concurrency holds back is in the queue that it is really in.
 */
export function inFlightLevels(
  { requests, plan }: Evidence,
  startNs: number,
  endNs: number,
  points: number,
): Float64Array {
  const { plannedNs, sentNs, endNs: endsNs } = requests.columns
  const isOpen = plan.openSpans.length > 0
  const begun = (isOpen ? plannedNs : sentNs).filter((atNs) => !Number.isNaN(atNs)).sort()
  const ended = endsNs.filter((_, i) => isOpen || !Number.isNaN(sentNs[i]!)).sort()
  let started = 0
  let finished = 0
  return Float64Array.from({ length: points }, (_, point) => {
    const atNs = startNs + ((endNs - startNs) * point) / (points - 1)
    while (started < begun.length && begun[started]! <= atNs) started++
    while (finished < ended.length && ended[finished]! <= atNs) finished++
    return started - finished
  })
}

/** From the window's start until its end or, where that is earlier, the last measured send: no drain. */
export function sendingWindow({ requests, plan, measured }: Evidence): {
  readonly startNs: number
  readonly endNs: number
} {
  const { plannedNs, sentNs, measured: isMeasured } = requests.columns
  const atNs = plan.openSpans.length > 0 ? plannedNs : sentNs
  let lastNs = measured.window.start_ns
  for (let i = 0; i < requests.length; i++) if (isMeasured[i] === 1 && atNs[i]! > lastNs) lastNs = atNs[i]!
  return { startNs: measured.window.start_ns, endNs: Math.min(measured.window.end_ns, lastNs) }
}

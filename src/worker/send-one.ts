import type { Api } from '../api/api.ts'
import type { Pacer } from '../load/load-plan.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { realtimeUnixNs } from '../time/realtime-clock.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import { createPortableReactor } from '../wire/portable/portable-reactor.ts'
import { stopReactor } from '../wire/reactor.ts'
import { Generator, type PreparedRequest } from './generator.ts'
import { WorkerCounters } from './worker-counters.ts'

/** How soon an abort is seen. */
const lookEveryNs = 100e6

/**
 * Sends one request the way a worker does, on the portable loop, and returns its record: for checks before a run, so
 * that what they find is what the run would find. Aborting `stop` ends it as cancelled.
 */
export async function sendOne(
  endpoint: Endpoint,
  api: Api,
  request: Omit<PreparedRequest, 'bodyHash'>,
  timeoutNs: number,
  stop: AbortSignal,
): Promise<RequestRecord> {
  const reactor = createPortableReactor(realtimeUnixNs())
  const records: RequestRecord[] = []
  const generator = new Generator({
    worker: 0,
    reactor,
    endpoint,
    api,
    pacer: onePacer(),
    maxInFlight: 1,
    opensAhead: false,
    querySize: 1,
    sendingEndsNs: 0,
    timeoutNs,
    drainNs: timeoutNs,
    prepare: () => ({ ...request, bodyHash: 0 }),
    histograms: {
      readDelay: new LogHistogram(),
      errorBound: new LogHistogram(),
      warmupErrorBound: new LogHistogram(),
      tokenReads: { count: 0, events: 0 },
    },
    counters: new WorkerCounters(0),
    onRecord: (record) => records.push(record),
  })
  await reactor.run((nowNs) => {
    if (stop.aborted) generator.abort(nowNs)
    const nextNs = generator.wake(nowNs)
    return nextNs === stopReactor ? stopReactor : Math.min(nextNs, nowNs + lookEveryNs)
  })
  reactor.close()
  return records[0]!
}

/** One send, now. */
function onePacer(): Pacer {
  let taken = false
  return {
    nextDueNs: () => (taken ? Number.POSITIVE_INFINITY : 0),
    finished: () => taken,
    nextIndex: () => (taken ? undefined : 0),
    take: () => {
      taken = true
      return { index: 0, plannedNs: 0, stage: 0, phase: 'measure', query: null }
    },
    release: () => {},
  }
}

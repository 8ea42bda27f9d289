import type { Measurements } from '../../metrics/summary.ts'
import type { WorkerSeries } from '../evidence.ts'
import { busiestSecond } from './busiest-second.ts'

/** What a run asked of the instrument. */
export interface RunLoad {
  readonly timestampSource: string
  readonly tls: boolean
  readonly workers: number
  /** Most requests in flight at once. */
  readonly streams: number
  /** Token events, in the busiest second. */
  readonly tokensPerSecond: number
  /** Ends of requests, in the busiest second. */
  readonly requestsPerSecond: number
}

/**
 * What a run asked of the instrument at its busiest: the most in any second by the workers' own series, and never less
 * than the measured mean, which is all there is of a run without series. What costs the client is an event, whatever
 * the number of tokens in it; a reply in one piece has none.
 */
export function runLoad(measured: Measurements, workers: readonly WorkerSeries[]): RunLoad {
  const { throughput, tokens, load, instrument, target } = measured
  const perEvent = tokens.per_event.mean
  const meanEvents = perEvent === null || perEvent <= 0 ? 0 : (throughput.output_tokens_per_s ?? 0) / perEvent
  return {
    timestampSource: instrument.timestamp_source,
    tls: /^https:/i.test(target.url ?? ''),
    workers: instrument.workers,
    streams: load.in_flight_max,
    tokensPerSecond: Math.max(meanEvents, busiestSecond(workers, (series) => series.tokenEvents) ?? 0),
    requestsPerSecond: Math.max(
      throughput.requests_per_s ?? 0,
      busiestSecond(workers, (series) => series.ended) ?? 0,
    ),
  }
}

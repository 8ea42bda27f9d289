import type { Measurements } from '../summary.ts'
import type { LatencyGap, ServerLatency } from './server-summary.ts'

/**
 * Sets the client's mean beside the server's own: of the time to the first token, or else of the whole request. Both are of the
 * same requests, so far as the server served nobody else, and so the difference is no sample but what it was. Null when either
 * is missing.
 */
export function latencyGap(
  server: Readonly<Record<'ttft' | 'e2e', ServerLatency | null>>,
  measured: Measurements,
): LatencyGap | null {
  return gapOf('ttft', server.ttft, measured) ?? gapOf('e2e', server.e2e, measured)
}

function gapOf(
  of: LatencyGap['of'],
  server: ServerLatency | null,
  measured: Measurements,
): LatencyGap | null {
  const client = measured.latency_ms[of].mean
  if (client === null || server === null || server.mean === null) return null
  const { rtt_us } = measured.network
  const { timestamp_source, error_bound_us } = measured.instrument
  const network = rtt_us.min === null ? null : rtt_us.min / 1e3
  const instrument =
    timestamp_source === 'user' || error_bound_us.mean === null ? null : error_bound_us.mean / 1e3
  const gap = client - server.mean
  const unseen = gap - (network ?? 0) - (instrument ?? 0)
  return { of, client, server: server.mean, gap, network, instrument, unseen }
}

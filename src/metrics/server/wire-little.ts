import type { Measurements } from '../summary.ts'
import type { EngineFigures } from './engine-figures.ts'
import type { WireLittle } from './server-summary.ts'

/**
 * Requests in flight as the client has them, beside those that the server knows of: L = X·W holds on either side of the wire, so
 * the difference is the time that requests spend between, times their rate. A server without gauges of both running and waiting
 * is asked for the time of all requests: its growth over a window, a second, is their mean number. Null when it says neither.
 */
export function wireLittle(
  { running, waiting, latencyMs, completedPerSecond }: EngineFigures,
  { load, throughput }: Measurements,
): WireLittle | null {
  const { e2e } = latencyMs
  const byGauges = running === null || waiting === null ? null : running.mean + waiting.mean
  const byTime =
    e2e === null || e2e.mean === null || completedPerSecond === null
      ? null
      : (e2e.mean / 1e3) * completedPerSecond
  const inServer = byGauges ?? byTime
  if (inServer === null) return null
  const difference = load.in_flight_mean - inServer
  const perSecond = throughput.requests_per_s ?? completedPerSecond
  return {
    client_in_flight: load.in_flight_mean,
    server_in_flight: inServer,
    by: byGauges === null ? 'request_time' : 'gauges',
    difference,
    difference_ms: perSecond !== null && perSecond > 0 ? (difference / perSecond) * 1e3 : null,
  }
}

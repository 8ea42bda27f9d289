import { withoutRefused } from './resolution.ts'
import type { Measurements } from './summary.ts'

/** Measurements as they may be shown: no figure without its interval. */
export function publishable(measured: Measurements): Measurements {
  const latencies = Object.entries(measured.latency_ms).map(([name, latency]) => [
    name,
    withoutRefused(latency),
  ])
  const { queries } = measured
  return {
    ...measured,
    latency_ms: Object.fromEntries(latencies) as Measurements['latency_ms'],
    queries: queries === null ? null : { ...queries, latency_ms: withoutRefused(queries.latency_ms) },
  }
}

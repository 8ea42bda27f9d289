import type { RequestMetric } from '../request-metric.ts'

export const rtt: RequestMetric = {
  name: 'rtt',
  title: 'Round-trip time',
  unit: 'us',
  formula: 'rtt_ns',
  source: "The kernel's smoothed estimate at the end of each request (TCP_INFO, RFC 6298).",
  of: 'measured',
  compute: (record) => (record.rttNs === null ? null : record.rttNs / 1e3),
}

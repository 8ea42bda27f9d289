import type { RequestMetric } from '../request-metric.ts'

export const rtt: RequestMetric = {
  name: 'rtt',
  title: 'Round-trip time',
  unit: 'us',
  formula: 'min_rtt_ns',
  source:
    "The lowest that the kernel has seen on the request's connection, on Linux in its last five minutes (TCP_INFO, tcpi_min_rtt). Not the smoothed rtt_ns: a server acknowledges a request with its reply, or up to 40 ms later, so that this is nearer to the reply's time.",
  of: 'measured',
  compute: (record) => (record.minRttNs === null ? null : record.minRttNs / 1e3),
}

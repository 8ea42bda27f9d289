import type { RequestMetric } from '../request-metric.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const connect: RequestMetric = {
  name: 'connect',
  title: 'Time to open a connection',
  unit: 'ms',
  formula: 'secured_ns − connect_start_ns, or connected_ns − connect_start_ns without TLS',
  source: 'TCP and TLS handshakes; never part of ttft, whose clock starts with the send.',
  of: 'run',
  compute: (record) => millisecondsBetween(record.connectStartNs, record.securedNs ?? record.connectedNs),
}

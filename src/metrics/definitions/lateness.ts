import type { RequestMetric } from '../request-metric.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const lateness: RequestMetric = {
  name: 'lateness',
  title: 'Lateness of sends',
  unit: 'ms',
  formula: 'sent_ns − planned_ns',
  source: 'inference-perf calls it schedule delay. Every request that was sent counts, whatever its end.',
  of: 'measured',
  compute: (record) => millisecondsBetween(record.plannedNs, record.sentNs),
}

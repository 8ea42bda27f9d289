import type { LatencyMetric } from '../request-metric.ts'
import { completedNs } from './e2e.ts'
import { errorMs } from './error-ms.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const e2eFromPlan: LatencyMetric = {
  name: 'e2e_from_plan',
  title: 'End-to-end latency from the planned send',
  unit: 'ms',
  formula: 'last_token_ns − planned_ns, or end_ns − planned_ns when not streamed',
  source:
    'Counts what a late send made the request wait, as wrk2 does against coordinated omission; the one to quote in open loop.',
  of: 'ok',
  compute: (record) =>
    record.sentNs === null ? null : millisecondsBetween(record.plannedNs, completedNs(record)),
  tooLarge: (record) => errorMs(record.lastTokenErrorBoundNs),
}

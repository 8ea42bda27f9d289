import type { LatencyMetric } from '../request-metric.ts'
import { errorMs } from './error-ms.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const ttftFromPlan: LatencyMetric = {
  name: 'ttft_from_plan',
  title: 'Time to first token from the planned send',
  unit: 'ms',
  formula: 'first_token_ns − planned_ns',
  source:
    'Counts what a late send made the request wait, as wrk2 does against coordinated omission; the one to quote in open loop.',
  of: 'ok',
  compute: (record) => millisecondsBetween(record.plannedNs, record.firstTokenNs),
  tooLarge: (record) => errorMs(record.firstTokenErrorBoundNs),
}

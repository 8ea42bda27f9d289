import type { RequestRecord } from '../../record/request-record.ts'
import type { LatencyMetric } from '../request-metric.ts'
import { errorMs } from './error-ms.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

/** When the reply was complete for its reader. */
export function completedNs(record: RequestRecord): number {
  return record.lastTokenNs ?? record.endNs
}

export const e2e: LatencyMetric = {
  name: 'e2e',
  title: 'End-to-end latency',
  unit: 'ms',
  formula: 'last_token_ns − sent_ns, or end_ns − sent_ns when not streamed',
  source:
    'To the last token, as in vLLM and AIPerf: the usage event and [DONE] after it are not counted. inference-perf and genai-bench go to the end of the reply.',
  of: 'ok',
  compute: (record) => millisecondsBetween(record.sentNs, completedNs(record)),
  tooLarge: (record) => errorMs(record.lastTokenErrorBoundNs, record.sendErrorBoundNs),
}

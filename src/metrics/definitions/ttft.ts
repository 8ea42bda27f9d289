import type { LatencyMetric } from '../request-metric.ts'
import { errorMs } from './error-ms.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const ttft: LatencyMetric = {
  name: 'ttft',
  title: 'Time to first token',
  unit: 'ms',
  formula: 'first_token_ns − sent_ns',
  source:
    'The first event with a token counts, reasoning included, as in vLLM, GuideLLM and AIPerf; role-only and empty events do not. inference-perf ignores reasoning tokens; evalscope takes the first event even when empty.',
  of: 'ok',
  compute: (record) => millisecondsBetween(record.sentNs, record.firstTokenNs),
  tooLarge: (record) => errorMs(record.firstTokenErrorBoundNs, record.sendErrorBoundNs),
}

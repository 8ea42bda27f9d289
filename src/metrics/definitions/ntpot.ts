import type { LatencyMetric } from '../request-metric.ts'
import { e2e } from './e2e.ts'

export const ntpot: LatencyMetric = {
  name: 'ntpot',
  title: 'Normalised time per output token',
  unit: 'ms',
  formula: 'e2e / output_tokens',
  source: 'The first token is included, as in inference-perf; GuideLLM calls it TPOT.',
  of: 'ok',
  compute(record) {
    const e2eMs = e2e.compute(record)
    return e2eMs === null || !record.outputTokens ? null : e2eMs / record.outputTokens
  },
  tooLarge(record) {
    const e2eErrorMs = e2e.tooLarge(record)
    return e2eErrorMs === null || !record.outputTokens ? null : e2eErrorMs / record.outputTokens
  },
}

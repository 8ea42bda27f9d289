import type { RequestMetric } from '../request-metric.ts'
import { e2e } from './e2e.ts'

export const ntpot: RequestMetric = {
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
}

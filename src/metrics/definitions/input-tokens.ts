import type { RequestMetric } from '../request-metric.ts'

export const inputTokens: RequestMetric = {
  name: 'input',
  title: 'Tokens of the prompt',
  unit: 'tokens',
  formula: 'input_tokens',
  source: "By the server's usage where it gives one.",
  of: 'ok',
  compute: (record) => record.inputTokens,
}

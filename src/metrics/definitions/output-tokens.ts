import type { RequestMetric } from '../request-metric.ts'

export const outputTokens: RequestMetric = {
  name: 'output',
  title: 'Tokens of the reply',
  unit: 'tokens',
  formula: 'output_tokens',
  source: "By the server's usage, reasoning included; without usage, events with a token are counted.",
  of: 'ok',
  compute: (record) => record.outputTokens,
}

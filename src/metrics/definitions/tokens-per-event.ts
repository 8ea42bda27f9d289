import type { RequestMetric } from '../request-metric.ts'

export const tokensPerEvent: RequestMetric = {
  name: 'per_event',
  title: 'Output tokens per token-bearing event',
  unit: 'tokens per event',
  formula: 'output_tokens / token_events',
  source: '1 unless the server puts several tokens in an event; then itl is between events.',
  of: 'ok',
  compute: ({ outputTokens, tokenEvents }) =>
    outputTokens === null || tokenEvents === 0 ? null : outputTokens / tokenEvents,
}

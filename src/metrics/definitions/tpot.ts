import type { RequestMetric } from '../request-metric.ts'

export const tpot: RequestMetric = {
  name: 'tpot',
  title: 'Time per output token after the first',
  unit: 'ms',
  formula: '(last_token_ns − first_token_ns) / (output_tokens − 1)',
  source:
    'As in vLLM, SGLang, genai-bench and inference-perf; GuideLLM and AIPerf call it ITL. What GuideLLM calls TPOT includes the first token: see ntpot.',
  of: 'ok',
  compute({ firstTokenNs, lastTokenNs, outputTokens }) {
    if (firstTokenNs === null || lastTokenNs === null || outputTokens === null || outputTokens < 2)
      return null
    return (lastTokenNs - firstTokenNs) / (outputTokens - 1) / 1e6
  },
}

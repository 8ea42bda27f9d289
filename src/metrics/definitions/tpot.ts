import type { LatencyMetric } from '../request-metric.ts'
import { errorMs } from './error-ms.ts'

export const tpot: LatencyMetric = {
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
  // A late last token lengthens it, a late first one shortens it.
  tooLarge: (record) => errorPerGapMs(record.lastTokenErrorBoundNs, record.outputTokens),
  tooSmall: (record) => errorPerGapMs(record.firstTokenErrorBoundNs, record.outputTokens),
}

function errorPerGapMs(errorNs: number | null, outputTokens: number | null): number | null {
  return errorNs === null || outputTokens === null || outputTokens < 2
    ? null
    : errorMs(errorNs)! / (outputTokens - 1)
}

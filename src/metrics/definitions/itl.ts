import type { MetricDefinition } from '../request-metric.ts'

export const itl: MetricDefinition = {
  name: 'itl',
  title: 'Inter-token latency',
  unit: 'ms',
  formula: 'gaps between successive token_ns of a request, pooled over requests',
  source:
    'Pooled, so that stalls show, as in vLLM, SGLang and inference-perf; GuideLLM and AIPerf give each request its mean, which is tpot here. An event with several tokens is one arrival.',
  of: 'ok',
}

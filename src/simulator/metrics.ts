import type { BackendFigures } from './backend.ts'
import { createPrometheusHistogram } from './prometheus-histogram.ts'

const ttftBounds = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
  2560,
]
const gapBounds = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
]
const requestBounds = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
]
const tokenBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]

/** What one request adds when it ends. Times of one monotonic clock, in nanoseconds. */
interface RequestTimes {
  readonly arrivedNs: number
  readonly admittedNs: number | undefined
  readonly firstTokenNs: number | undefined
  readonly lastTokenNs: number | undefined
  readonly promptTokens: number
  readonly outputTokens: number
}

export type FinishedReason = 'stop' | 'length' | 'abort' | 'error'

/** The simulator's own account of itself, under the names that vLLM's `/metrics` uses (docs.vllm.ai, "Metrics"). */
export interface Metrics {
  firstToken(sinceArrivalNs: number, promptTokens: number): void
  nextToken(sinceLastNs: number): void
  ended(reason: FinishedReason, times: RequestTimes): void
  generatedTokens(): number
  expose(model: string, figures: BackendFigures): string
}

export function createMetrics(): Metrics {
  const ttft = createPrometheusHistogram(ttftBounds)
  const gap = createPrometheusHistogram(gapBounds)
  const perRequest = {
    e2e_request_latency_seconds: createPrometheusHistogram(requestBounds),
    request_queue_time_seconds: createPrometheusHistogram(requestBounds),
    request_prefill_time_seconds: createPrometheusHistogram(requestBounds),
    request_decode_time_seconds: createPrometheusHistogram(requestBounds),
    request_prompt_tokens: createPrometheusHistogram(tokenBounds),
    request_generation_tokens: createPrometheusHistogram(tokenBounds),
  }
  const ends: Record<FinishedReason, number> = { stop: 0, length: 0, abort: 0, error: 0 }
  let promptTokens = 0
  let generationTokens = 0

  return {
    firstToken(sinceArrivalNs, tokens) {
      generationTokens++
      promptTokens += tokens
      ttft.observe(sinceArrivalNs / 1e9)
    },
    nextToken(sinceLastNs) {
      generationTokens++
      gap.observe(sinceLastNs / 1e9)
    },
    ended(reason, times) {
      ends[reason]++
      const { arrivedNs, admittedNs, firstTokenNs, lastTokenNs } = times
      if (admittedNs === undefined || firstTokenNs === undefined || lastTokenNs === undefined) return
      perRequest.e2e_request_latency_seconds.observe((lastTokenNs - arrivedNs) / 1e9)
      perRequest.request_queue_time_seconds.observe((admittedNs - arrivedNs) / 1e9)
      perRequest.request_prefill_time_seconds.observe((firstTokenNs - admittedNs) / 1e9)
      perRequest.request_decode_time_seconds.observe((lastTokenNs - firstTokenNs) / 1e9)
      perRequest.request_prompt_tokens.observe(times.promptTokens)
      perRequest.request_generation_tokens.observe(times.outputTokens)
    },
    generatedTokens: () => generationTokens,
    expose(model, figures) {
      const labels = `model_name="${model.replace(/["\\\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}",engine="0"`
      const single = (name: string, type: 'gauge' | 'counter', value: number): string =>
        `# TYPE vllm:${name} ${type}\nvllm:${name}{${labels}} ${value}\n`
      const counts = [
        single('num_requests_running', 'gauge', figures.running),
        single('num_requests_waiting', 'gauge', figures.waiting),
        single('kv_cache_usage_perc', 'gauge', figures.cacheUsage),
        single('num_preemptions_total', 'counter', figures.preemptions),
        single('prefix_cache_queries_total', 'counter', figures.prefixQueries),
        single('prefix_cache_hits_total', 'counter', figures.prefixHits),
        single('prompt_tokens_total', 'counter', promptTokens),
        single('generation_tokens_total', 'counter', generationTokens),
      ]
      const successes = Object.entries(ends).map(
        ([reason, count]) => `vllm:request_success_total{${labels},finished_reason="${reason}"} ${count}\n`,
      )
      const histograms = Object.entries({
        time_to_first_token_seconds: ttft,
        inter_token_latency_seconds: gap,
        ...perRequest,
      }).map(
        ([name, histogram]) => `# TYPE vllm:${name} histogram\n${histogram.expose(`vllm:${name}`, labels)}`,
      )
      const cacheConfig = `# TYPE vllm:cache_config_info gauge\nvllm:cache_config_info{${labels},block_size="16",num_gpu_blocks="${figures.blocks}"} 1\n`
      return [
        ...counts,
        '# TYPE vllm:request_success_total counter\n',
        ...successes,
        ...histograms,
        cacheConfig,
      ].join('')
    },
  }
}

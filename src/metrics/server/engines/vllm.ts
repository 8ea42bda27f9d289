import type { EngineNames } from '../engine-names.ts'

/**
 * vLLM. Source: vllm/v1/metrics/loggers.py, and docs.vllm.ai "Metrics" (design/metrics). Counters are registered without
 * `_total`, which prometheus_client adds. `gpu_…` are the names before 0.9; `time_per_output_token` was the gap between tokens.
 */
export const vllm: EngineNames = {
  source: 'vllm',
  prefixes: ['vllm:'],
  replicaLabels: [],
  gauges: {
    running: { names: ['vllm:num_requests_running'], across: 'sum' },
    waiting: { names: ['vllm:num_requests_waiting'], across: 'sum' },
    kvUsage: { names: ['vllm:kv_cache_usage_perc', 'vllm:gpu_cache_usage_perc'], across: 'mean' },
  },
  counters: {
    completed: [['vllm:request_success_total']],
    preemptions: [['vllm:num_preemptions_total']],
    inputTokens: [['vllm:prompt_tokens_total']],
    outputTokens: [['vllm:generation_tokens_total']],
    prefixLookups: [['vllm:prefix_cache_queries_total', 'vllm:gpu_prefix_cache_queries_total']],
    prefixHits: [['vllm:prefix_cache_hits_total', 'vllm:gpu_prefix_cache_hits_total']],
  },
  latencies: {
    queue: { kind: 'histogram', names: ['vllm:request_queue_time_seconds'], unitSeconds: 1 },
    prefill: { kind: 'histogram', names: ['vllm:request_prefill_time_seconds'], unitSeconds: 1 },
    decode: { kind: 'histogram', names: ['vllm:request_decode_time_seconds'], unitSeconds: 1 },
    compute: { kind: 'histogram', names: ['vllm:request_inference_time_seconds'], unitSeconds: 1 },
    ttft: { kind: 'histogram', names: ['vllm:time_to_first_token_seconds'], unitSeconds: 1 },
    itl: {
      kind: 'histogram',
      names: ['vllm:inter_token_latency_seconds', 'vllm:time_per_output_token_seconds'],
      unitSeconds: 1,
    },
    e2e: { kind: 'histogram', names: ['vllm:e2e_request_latency_seconds'], unitSeconds: 1 },
  },
  batch: { kind: 'running' },
}

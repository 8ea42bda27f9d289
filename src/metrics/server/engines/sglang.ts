import type { EngineNames } from '../engine-names.ts'

/**
 * SGLang, started with --enable-metrics. Source: docs.sglang.io "Production Metrics", and metrics_collector.py. `cache_hit_rate`
 * isn't read: it is of the last prefill batch alone. Every rank of one engine may write its own series.
 */
export const sglang: EngineNames = {
  source: 'sglang',
  prefixes: ['sglang:'],
  replicaLabels: ['tp_rank', 'pp_rank', 'moe_ep_rank'],
  gauges: {
    running: { names: ['sglang:num_running_reqs'], across: 'sum' },
    waiting: { names: ['sglang:num_queue_reqs'], across: 'sum' },
    kvUsage: { names: ['sglang:token_usage'], across: 'mean' },
  },
  counters: {
    completed: [['sglang:num_requests_total']],
    preemptions: [['sglang:num_retracted_requests_total']],
    inputTokens: [['sglang:prompt_tokens_total']],
    outputTokens: [['sglang:generation_tokens_total']],
    prefixLookups: [['sglang:prompt_tokens_total']],
    prefixHits: [['sglang:cached_tokens_total']],
  },
  latencies: {
    queue: { kind: 'histogram', names: ['sglang:queue_time_seconds'], unitSeconds: 1 },
    prefill: {
      kind: 'histogram',
      names: ['sglang:per_stage_req_latency_seconds'],
      unitSeconds: 1,
      labels: { stage: 'prefill_forward' },
    },
    ttft: { kind: 'histogram', names: ['sglang:time_to_first_token_seconds'], unitSeconds: 1 },
    itl: {
      kind: 'histogram',
      names: ['sglang:inter_token_latency_seconds', 'sglang:time_per_output_token_seconds'],
      unitSeconds: 1,
    },
    e2e: { kind: 'histogram', names: ['sglang:e2e_request_latency_seconds'], unitSeconds: 1 },
  },
  batch: { kind: 'running' },
}

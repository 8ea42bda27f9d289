import type { EngineNames } from '../engine-names.ts'

/**
 * llama.cpp's server, started with --metrics. Source: its tools/server/README.md, "GET /metrics", and server-task.cpp, which writes
 * numbers with the six digits of a C++ stream. It has no histograms, and no count of requests. Prompt tokens are those computed, without
 * those found in the cache; predicted tokens are counted when a reply ends; `n_busy_slots_per_decode` is a mean since the server's start;
 * the gauge of the KV cache is gone from newer builds.
 */
export const llamaCpp: EngineNames = {
  source: 'llama.cpp',
  prefixes: ['llamacpp:'],
  replicaLabels: [],
  digits: 6,
  gauges: {
    running: { names: ['llamacpp:requests_processing'], across: 'sum' },
    waiting: { names: ['llamacpp:requests_deferred'], across: 'sum' },
    kvUsage: { names: ['llamacpp:kv_cache_usage_ratio'], across: 'mean' },
  },
  counters: {
    inputTokens: [['llamacpp:prompt_tokens_total'], ['llamacpp:prompt_tokens_cached_total']],
    outputTokens: [['llamacpp:tokens_predicted_total']],
    prefixLookups: [['llamacpp:prompt_tokens_total'], ['llamacpp:prompt_tokens_cached_total']],
    prefixHits: [['llamacpp:prompt_tokens_cached_total']],
  },
  latencies: {},
  batch: {
    kind: 'lifetime-mean',
    mean: ['llamacpp:n_busy_slots_per_decode'],
    of: [['llamacpp:n_decode_total']],
  },
}

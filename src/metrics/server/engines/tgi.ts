import type { EngineNames } from '../engine-names.ts'

/**
 * Text Generation Inference. Source: its docs/source/reference/metrics.md. It has no time to the first token; tokens are the
 * sums of histograms; the time per token is the mean of each request, which is tpot and not itl, so it isn't read.
 */
export const tgi: EngineNames = {
  source: 'tgi',
  prefixes: ['tgi_'],
  replicaLabels: [],
  gauges: {
    running: { names: ['tgi_batch_current_size'], across: 'sum' },
    waiting: { names: ['tgi_queue_size'], across: 'sum' },
  },
  counters: {
    completed: [['tgi_request_success']],
    inputTokens: [['tgi_request_input_length_sum']],
    outputTokens: [['tgi_request_generated_tokens_sum']],
  },
  latencies: {
    queue: { kind: 'histogram', names: ['tgi_request_queue_duration'], unitSeconds: 1 },
    compute: { kind: 'histogram', names: ['tgi_request_inference_duration'], unitSeconds: 1 },
    e2e: { kind: 'histogram', names: ['tgi_request_duration'], unitSeconds: 1 },
  },
  batch: { kind: 'running' },
}

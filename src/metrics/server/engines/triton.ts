import type { CounterSource, EngineNames, GpuNames, LatencySource } from '../engine-names.ts'

const succeeded: CounterSource = [['nv_inference_request_success']]

/** A cumulative time, of requests that succeeded. */
function cumulative(sum: CounterSource, count: CounterSource = succeeded): LatencySource {
  return { kind: 'sums', sum, count, unitSeconds: 1e-6 }
}

/**
 * Triton Inference Server. Source: its docs/user_guide/metrics.md. Times are sums, so that only means follow; compute is input,
 * inference and output together; a batch is inferences over executions, as that document has it. Requests that
 * wait are those pending; how many run it doesn't say.
 */
export const triton: EngineNames = {
  source: 'triton',
  prefixes: ['nv_inference_'],
  replicaLabels: [],
  gauges: {
    waiting: { names: ['nv_inference_pending_request_count'], across: 'sum' },
  },
  counters: {
    completed: succeeded,
    prefixLookups: [['nv_cache_num_hits_per_model'], ['nv_cache_num_misses_per_model']],
    prefixHits: [['nv_cache_num_hits_per_model']],
  },
  latencies: {
    queue: cumulative([['nv_inference_queue_duration_us']]),
    compute: cumulative([
      ['nv_inference_compute_infer_duration_us'],
      ['nv_inference_compute_input_duration_us'],
      ['nv_inference_compute_output_duration_us'],
    ]),
    e2e: cumulative([['nv_inference_request_duration_us']]),
    ttft: { kind: 'histogram', names: ['nv_inference_first_response_histogram_ms'], unitSeconds: 1e-3 },
  },
  batch: { kind: 'ratio', items: [['nv_inference_count']], batches: [['nv_inference_exec_count']] },
}

/** Its metrics of GPUs, which it has from DCGM: shares of one, watts, joules, bytes. Source: the same. */
export const tritonGpu: GpuNames = {
  source: 'triton',
  device: 'gpu_uuid',
  gauges: {
    utilisation: { names: ['nv_gpu_utilization'], across: 'mean' },
    power: { names: ['nv_gpu_power_usage'], across: 'sum' },
    memoryUsed: { names: ['nv_gpu_memory_used_bytes'], across: 'sum' },
    memoryTotal: { names: ['nv_gpu_memory_total_bytes'], across: 'sum' },
  },
  energy: { names: ['nv_energy_consumption'], joules: 1 },
}

import type { CounterSource, EngineNames, GpuNames } from '../engine-names.ts'

const requests: CounterSource = [['ts_inference_requests_total']]
const inQueue: CounterSource = [['ts_queue_latency_microseconds']]
const whole: CounterSource = [['ts_inference_latency_microseconds']]

/**
 * TorchServe with metrics_mode=prometheus. Source: its docs/metrics.md and RestJob.java, by which the inference latency begins
 * when the job is made, its wait included. Sums, so only means follow. Its gauges QueueTime, HandlerTime and PredictionTime are
 * not read: each is the last value alone.
 */
export const torchserve: EngineNames = {
  source: 'torchserve',
  prefixes: ['ts_inference_', 'ts_queue_'],
  replicaLabels: [],
  gauges: {},
  counters: { completed: requests },
  latencies: {
    queue: { kind: 'sums', sum: inQueue, count: requests, unitSeconds: 1e-6 },
    compute: { kind: 'sums', sum: whole, less: inQueue, count: requests, unitSeconds: 1e-6 },
    e2e: { kind: 'sums', sum: whole, count: requests, unitSeconds: 1e-6 },
  },
  batch: null,
}

const mebibyte = 2 ** 20

/** Its system metrics: percent and megabytes, taken once a minute unless configured otherwise. Source: docs/metrics.md. */
export const torchserveGpu: GpuNames = {
  source: 'torchserve',
  device: 'DeviceId',
  gauges: {
    utilisation: { names: ['GPUUtilization'], across: 'mean', scale: 0.01 },
    memoryUsed: { names: ['GPUMemoryUsed'], across: 'sum', scale: mebibyte },
  },
  energy: null,
}

import type { CounterSource, EngineNames } from '../engine-names.ts'

const handled: CounterSource = [['model_infer_request_duration_count']]

/**
 * MLServer. Source: mlserver/handlers/dataplane.py, and docs/user-guide/metrics.md. The duration is a summary in seconds, of the model's
 * requests by HTTP, gRPC and Kafka, with their wait for a batch and for a worker but without the parsing of the body.
 * `rest_server_…` isn't read: it doesn't say of which model it is. Nor are `batch_request_queue` and `parallel_request_queue`:
 * they are lengths of queues that each request found, by buckets made for seconds.
 */
export const mlserver: EngineNames = {
  source: 'mlserver',
  prefixes: ['model_infer_request_'],
  replicaLabels: [],
  gauges: {},
  counters: { completed: [['model_infer_request_success_total']] },
  latencies: {
    e2e: { kind: 'sums', sum: [['model_infer_request_duration_sum']], count: handled, unitSeconds: 1 },
  },
  batch: null,
}

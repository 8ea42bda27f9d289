import type { ClassicModel } from './classic-model.ts'
import type { DurationTotal } from './model-statistics.ts'

/** A model's entry in the answer of Triton's statistics extension. All of a batch's time is compute_infer. */
export function modelStatisticsJson(model: ClassicModel): object {
  const read = model.statistics.read()
  const total = ({ count, ns }: DurationTotal) => ({ count, ns: Math.round(ns) })
  const none = ({ count }: DurationTotal) => ({ count, ns: 0 })
  return {
    name: model.name,
    version: model.version,
    last_inference: read.lastUnixMs,
    inference_count: read.items,
    execution_count: read.batches,
    inference_stats: {
      success: total(read.success),
      fail: total(read.fail),
      queue: total(read.queue),
      compute_input: none(read.compute),
      compute_infer: total(read.compute),
      compute_output: none(read.compute),
      cache_hit: { count: 0, ns: 0 },
      cache_miss: { count: 0, ns: 0 },
    },
    response_stats: {},
    batch_stats: read.bySize.map(({ items, compute }) => ({
      batch_size: items,
      compute_input: none(compute),
      compute_infer: total(compute),
      compute_output: none(compute),
    })),
    memory_usage: [],
  }
}

import type { BatchJob, ServedBatch } from './batch-station.ts'

/** How often, and how long in total. */
export interface DurationTotal {
  readonly count: number
  readonly ns: number
}

/** What a model has done since it was made: Triton's statistics extension has these figures. */
export interface ModelStatistics {
  arrived(): void
  refused(): void
  failed(durationNs: number): void
  succeeded(queueNs: number, durationNs: number): void
  /** Once a batch. */
  executed(batch: ServedBatch<BatchJob>, unixMs: number): void
  read(): StatisticsReading
}

export interface StatisticsReading {
  readonly requests: number
  readonly success: DurationTotal
  readonly fail: DurationTotal
  /** Of those that failed, the ones for which there was no room. */
  readonly refused: number
  readonly queue: DurationTotal
  readonly compute: DurationTotal
  readonly items: number
  readonly batches: number
  /** By batch size, smallest first. */
  readonly bySize: readonly { readonly items: number; readonly compute: DurationTotal }[]
  /** 0 before the first. */
  readonly lastUnixMs: number
}

export function createModelStatistics(): ModelStatistics {
  let requests = 0
  let refused = 0
  const success = { count: 0, ns: 0 }
  const fail = { count: 0, ns: 0 }
  const queue = { count: 0, ns: 0 }
  const compute = { count: 0, ns: 0 }
  const bySize = new Map<number, { count: number; ns: number }>()
  let items = 0
  let batches = 0
  let lastUnixMs = 0
  return {
    arrived: () => void requests++,
    refused() {
      refused++
      add(fail, 0)
    },
    failed: (durationNs) => add(fail, durationNs),
    succeeded(queueNs, durationNs) {
      add(queue, queueNs)
      add(success, durationNs)
    },
    executed(batch, unixMs) {
      const serviceNs = batch.endNs - batch.startNs
      batches++
      items += batch.items
      lastUnixMs = unixMs
      // Every request of a batch has the whole batch's time, as in Triton.
      for (let job = 0; job < batch.jobs.length; job++) add(compute, serviceNs)
      const ofSize = bySize.get(batch.items) ?? { count: 0, ns: 0 }
      add(ofSize, serviceNs)
      bySize.set(batch.items, ofSize)
    },
    read: () => ({
      requests,
      success: { ...success },
      fail: { ...fail },
      refused,
      queue: { ...queue },
      compute: { ...compute },
      items,
      batches,
      bySize: [...bySize]
        .sort(([a], [b]) => a - b)
        .map(([size, total]) => ({ items: size, compute: { ...total } })),
      lastUnixMs,
    }),
  }
}

function add(total: { count: number; ns: number }, ns: number): void {
  total.count++
  total.ns += ns
}

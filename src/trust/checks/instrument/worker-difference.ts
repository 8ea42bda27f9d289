import { quantile } from '../../../statistics/quantile.ts'

/** A latency of each request, in the order of their sends, and who sent it. */
export interface WorkerLatencies {
  readonly worker: Float64Array
  readonly latencyNs: Float64Array
}

export interface WorkerDifference {
  readonly worker: number
  readonly p: number
  /** The worker's quantile / that of all, less 1. */
  readonly effect: number
  /** Student's t of the blocks' differences in the share beyond the quantile of all. */
  readonly t: number
}

const blocks = 20
/** Fewer of a worker's requests in a block say nothing of its quantiles. */
const leastInBlock = 5

/**
 * How each worker's requests differ from those of the others at a quantile of all; nothing of a worker that has, or leaves
 * to the others, too few in some of twenty stretches of equal numbers of requests.
 *
 * All workers share the server, and so its ups and downs: within a stretch they cancel. What is left is the difference
 * between the workers, and the stretches are longer than the server's memory, or else it has cancelled too. So the mean of
 * the differences over their standard error is Student's t with 19 degrees of freedom when there is none.
 */
export function workerDifferences(
  latencies: WorkerLatencies,
  ps: readonly number[],
): readonly WorkerDifference[] {
  const all = latencies.latencyNs.slice().sort()
  const own = latenciesByWorker(latencies)
  return ps.flatMap((p) => {
    const beyondNs = quantile(all, p)
    const counts = countByBlock(latencies, beyondNs)
    return [...own].flatMap(([worker, sorted]): readonly WorkerDifference[] => {
      const differences = blockDifferences(counts, worker)
      if (differences === null) return []
      return [{ worker, p, effect: quantile(sorted, p) / beyondNs - 1, t: studentT(differences) }]
    })
  })
}

/** Each worker's latencies, ascending. */
function latenciesByWorker({ worker, latencyNs }: WorkerLatencies): ReadonlyMap<number, Float64Array> {
  const lists = new Map<number, number[]>()
  for (let i = 0; i < latencyNs.length; i++) {
    const list = lists.get(worker[i]!)
    if (list === undefined) lists.set(worker[i]!, [latencyNs[i]!])
    else list.push(latencyNs[i]!)
  }
  return new Map([...lists].map(([number, list]) => [number, Float64Array.from(list).sort()]))
}

/** Requests of a worker in a block, and those of them beyond. */
interface Count {
  all: number
  beyond: number
}

function countByBlock(
  { worker, latencyNs }: WorkerLatencies,
  beyondNs: number,
): readonly Map<number, Count>[] {
  const n = latencyNs.length
  const counts = Array.from({ length: blocks }, () => new Map<number, Count>())
  for (let i = 0; i < n; i++) {
    const block = counts[Math.floor((i * blocks) / n)]!
    const count = block.get(worker[i]!) ?? { all: 0, beyond: 0 }
    count.all++
    if (latencyNs[i]! > beyondNs) count.beyond++
    block.set(worker[i]!, count)
  }
  return counts
}

/** By block: the share beyond of the worker's requests, less that of the others'. */
function blockDifferences(counts: readonly Map<number, Count>[], worker: number): readonly number[] | null {
  const differences: number[] = []
  for (const block of counts) {
    const total = { all: 0, beyond: 0 }
    for (const { all, beyond } of block.values()) {
      total.all += all
      total.beyond += beyond
    }
    const own = block.get(worker) ?? { all: 0, beyond: 0 }
    const others = { all: total.all - own.all, beyond: total.beyond - own.beyond }
    if (own.all < leastInBlock || others.all < leastInBlock) return null
    differences.push(own.beyond / own.all - others.beyond / others.all)
  }
  return differences
}

/** Mean / standard error. Differences that are all alike have none, and then any is beyond chance. */
function studentT(values: readonly number[]): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return mean === 0 ? 0 : mean / Math.sqrt(squares / (n - 1) / n)
}

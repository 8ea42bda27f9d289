import type { Evidence } from '../../evidence.ts'

export interface IndexFaults {
  /** Indices with more than one record. */
  readonly repeated: readonly number[]
  /** How many indices have no record, though they must have been sent. */
  readonly missing: number
}

/** Indices of each further kind of stage begin at the next multiple of this (docs/load.md). */
const indicesPerKind = 2 ** 32

/**
 * What is wrong with the numbering of the records. An open plan that came to its end sent all of its indices. Elsewhere
 * workers stop at their own places: each has sent its own in ascending order, so none may be missing below the lowest
 * of the workers' last ones. A run that died lost what was in flight, so nothing must be there.
 */
export function indexFaults({ measured, requests, plan }: Evidence): IndexFaults {
  const { index, worker } = requests.columns
  const isWhole = measured.state === 'complete' && measured.load.model === 'open'
  const repeated: number[] = []
  let missing = 0
  for (let first = 0; first < requests.length; ) {
    const base = Math.floor(index[first]! / indicesPerKind) * indicesPerKind
    const lastOfWorker = new Map<number, number>()
    let end = first
    for (; end < requests.length && index[end]! < base + indicesPerKind; end++) {
      lastOfWorker.set(worker[end]!, index[end]!)
      if (end > first && index[end] === index[end - 1] && repeated.at(-1) !== index[end]) {
        repeated.push(index[end]!)
      }
    }
    const last = isWhole ? index[end - 1]! : lastSentByAll(lastOfWorker, plan.workers)
    if (measured.state !== 'recovered') missing += absent(index.subarray(first, end), base, last)
    first = end
  }
  return { repeated, missing }
}

/** Below this no index can be missing; −Infinity when a worker sent none. */
function lastSentByAll(lastOfWorker: ReadonlyMap<number, number>, workers: number): number {
  return lastOfWorker.size < workers ? Number.NEGATIVE_INFINITY : Math.min(...lastOfWorker.values())
}

/** How many of the whole numbers from `base` to `last` aren't in the ascending `index`. */
function absent(index: Float64Array, base: number, last: number): number {
  let present = 0
  for (let i = 0; i < index.length && index[i]! <= last; i++) {
    if (i === 0 || index[i] !== index[i - 1]) present++
  }
  return Math.max(0, last - base + 1 - present)
}

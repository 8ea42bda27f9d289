import type { WorkerStudies } from '../run/finish-study.ts'
import { handlingTimes } from './handling-times.ts'
import { nsFigures } from './ns-figures.ts'
import { momentsOfSums, powerSums } from './raw-moments.ts'
import { replayedWaitNs } from './replayed-wait.ts'
import type { TokenEvents } from './token-events.ts'
import type { ClientQueue } from './truth-comparison.ts'

/** What was due within this time of each other was meant to leave together: due times are known to a few hundred ns. */
const togetherNs = 1000

export interface ClientQueueParts {
  /** By worker; those without an event may be left out. */
  readonly events: readonly TokenEvents[]
  readonly studies: WorkerStudies
  readonly workers: number
  readonly eventWorkNs: number
  readonly startNs: number
  readonly endNs: number
}

/** The client as a queue of token events, from the stamps of either clock. */
export function clientQueue(parts: ClientQueueParts): ClientQueue {
  const { events, studies, workers, eventWorkNs, startNs, endNs } = parts
  const times = events.map((worker) => handlingTimes(worker, eventWorkNs))
  const serviceNs = momentsOfSums(times.map(({ service }) => powerSums(service)))
  const wakeNs = momentsOfSums(times.map(({ wake }) => powerSums(wake)))
  const total = events.reduce((sum, { userNs }) => sum + userNs.length, 0)
  const replayedNs = events.reduce((sum, worker, seed) => {
    const arrivedNs = worker.arrivedNs.values().slice().sort()
    return sum + replayedWaitNs({ arrivedNs, serviceNs, wakeNs, seed }) * arrivedNs.length
  }, 0)
  const batches = events.map(({ dueNs }) => powerSums(batchSizes(dueNs.values().slice().sort())))
  return {
    eventsPerSecondPerWorker: total / workers / ((endNs - startNs) / 1e9),
    serviceNs,
    wakeNs,
    batchEvents: momentsOfSums(batches),
    turnEvents: momentsOfSums(studies.map((study) => study.turnEvents)),
    ...waits(events, total, (startNs + endNs) / 2),
    replayedWaitNs: replayedNs / total,
  }
}

function waits(
  events: readonly TokenEvents[],
  total: number,
  middleNs: number,
): Pick<ClientQueue, 'waitNs' | 'waitByHalfNs'> {
  const all = new Float64Array(total)
  const counts: [number, number] = [0, 0]
  const sums: [number, number] = [0, 0]
  let at = 0
  for (const worker of events) {
    const [userNs, arrivedNs] = [worker.userNs.values(), worker.arrivedNs.values()]
    for (let i = 0; i < userNs.length; i++) {
      const waitNs = userNs[i]! - arrivedNs[i]!
      all[at++] = waitNs
      const half = arrivedNs[i]! < middleNs ? 0 : 1
      counts[half]++
      sums[half] += waitNs
    }
  }
  return { waitNs: nsFigures(all), waitByHalfNs: [sums[0] / counts[0], sums[1] / counts[1]] }
}

/** How many of these times, ascending, belong together: each group starts with a time and holds those just after it. */
export function batchSizes(sortedNs: Float64Array): number[] {
  const sizes: number[] = []
  let firstNs = Number.NEGATIVE_INFINITY
  for (const ns of sortedNs) {
    if (ns - firstNs <= togetherNs) sizes[sizes.length - 1]! += 1
    else {
      sizes.push(1)
      firstNs = ns
    }
  }
  return sizes
}

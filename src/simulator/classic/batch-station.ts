import { type BatchLaw, batchNs } from './batch-law.ts'
import { type Contention, slowdown } from './contention.ts'

/** What waits to be served. Items count towards the batch size: one for a prediction, the batch dimension for a tensor. */
export interface BatchJob {
  readonly items: number
}

/**
 * When a batch that isn't full is complete. `first-taken`: so long after the worker took its first job, and with it at most one more
 * once that time is over (TorchServe, Model.pollBatch; a delay of 0 makes batches of at most two). `first-arrived`: so long
 * after its first job came, and whatever waits then (Triton's dynamic batcher).
 */
export type DelayRule = 'first-taken' | 'first-arrived'

export interface BatchStationConfig {
  readonly law: BatchLaw
  readonly contention: Contention
  readonly delayRule: DelayRule
  /** Most jobs that wait; those in a batch wait no more. */
  readonly queueLimit: number
  readonly seed: number
}

/** A batch that has left its worker. Times of the station's clock. */
export interface ServedBatch<Job extends BatchJob> {
  readonly worker: number
  readonly jobs: readonly Job[]
  readonly items: number
  /** When the worker took its first job. */
  readonly takenNs: number
  /** When the batch was complete and its service began. */
  readonly startNs: number
  readonly endNs: number
}

/**
 * A model's queue and its workers, without a clock: times come with the calls and must not go back. A free worker assembles a
 * batch, one worker at a time and the one that is free longest first; then it serves it. Work goes on at the rate that contention
 * leaves to each of the workers that are busy at the moment, so that with exponential work the busy workers are a birth-death
 * chain of rates busy / (mean · slowdown(busy)).
 */
export interface BatchStation<Job extends BatchJob> {
  /** Applies from the next job that is taken. */
  setBatching(batchSize: number, maxDelayNs: number): void
  /** Makes a worker free. */
  addWorker(nowNs: number, worker: number): void
  /** Takes a worker away, and returns the jobs that it had: they are served no more. */
  removeWorker(nowNs: number, worker: number): readonly Job[]
  /** Whether there was room in the queue. */
  offer(nowNs: number, job: Job): boolean
  /** Takes away all that waits. */
  clear(): readonly Job[]
  /** Lets everything happen that is due; each at its own time, however late the call. */
  advance(nowNs: number): void
  /** When the next thing is due; infinite when only an arrival can change anything. */
  nextNs(): number
  waiting(): number
  busyWorkers(): number
}

interface Waiting<Job> {
  readonly job: Job
  readonly arrivedNs: number
}

interface Assembly<Job> {
  readonly worker: number
  readonly takenNs: number
  readonly deadlineNs: number
  readonly jobs: Job[]
  items: number
}

interface Serving<Job> {
  readonly assembly: Assembly<Job>
  readonly startNs: number
  /** Where on the work clock it is done. */
  readonly doneAtWorkNs: number
}

export function createBatchStation<Job extends BatchJob>(
  config: BatchStationConfig,
  served: (batch: ServedBatch<Job>) => void,
): BatchStation<Job> {
  let batchSize = 1
  let maxDelayNs = 0
  let batches = 0
  const queue: Waiting<Job>[] = []
  /** Free workers, the one that is free longest first. */
  const free: number[] = []
  let assembly: Assembly<Job> | undefined
  let serving: Serving<Job>[] = []
  // All busy workers advance alike, so one clock of work done tells when each is finished.
  let workNs = 0
  let settledNs = Number.NEGATIVE_INFINITY

  function settle(nowNs: number): void {
    if (serving.length > 0 && nowNs > settledNs)
      workNs += (nowNs - settledNs) / slowdown(config.contention, serving.length)
    settledNs = Math.max(settledNs, nowNs)
  }

  function firstToEnd(): Serving<Job> | undefined {
    let first = serving[0]
    for (const other of serving) if (other.doneAtWorkNs < first!.doneAtWorkNs) first = other
    return first
  }

  function endNsOf(batch: Serving<Job>): number {
    const leftNs = Math.max(0, batch.doneAtWorkNs - workNs)
    return settledNs + leftNs * slowdown(config.contention, serving.length)
  }

  function nextNs(): number {
    const first = firstToEnd()
    const endNs = first === undefined ? Number.POSITIVE_INFINITY : endNsOf(first)
    return Math.min(endNs, assembly?.deadlineNs ?? Number.POSITIVE_INFINITY)
  }

  function take(into: Assembly<Job>): void {
    const { job } = queue.shift()!
    into.jobs.push(job)
    into.items += job.items
  }

  /** Gives waiting jobs to free workers, as far as it goes. */
  function assemble(nowNs: number): void {
    for (;;) {
      if (assembly === undefined) {
        if (free.length === 0 || queue.length === 0) return
        const fromNs = config.delayRule === 'first-taken' ? nowNs : queue[0]!.arrivedNs
        const deadlineNs = fromNs + maxDelayNs
        assembly = { worker: free.shift()!, takenNs: nowNs, deadlineNs, jobs: [], items: 0 }
        take(assembly)
      }
      if (!isComplete(assembly, nowNs)) return
      start(assembly, nowNs)
      assembly = undefined
    }
  }

  /** Takes what it may; whether it is time to go. */
  function isComplete(batch: Assembly<Job>, nowNs: number): boolean {
    const isOver = nowNs >= batch.deadlineNs
    while (batch.items < batchSize) {
      const next = queue[0]
      if (next === undefined) return isOver
      if (batch.items + next.job.items > batchSize) return true
      take(batch)
      if (isOver && config.delayRule === 'first-taken') return true
    }
    return true
  }

  function start(batch: Assembly<Job>, nowNs: number): void {
    settle(nowNs)
    const doneAtWorkNs = workNs + batchNs(config.law, config.seed, batches++, batch.items)
    serving.push({ assembly: batch, startNs: nowNs, doneAtWorkNs })
  }

  function end(batch: Serving<Job>): void {
    const endNs = endNsOf(batch)
    settle(endNs)
    serving = serving.filter((other) => other !== batch)
    const { worker, jobs, items, takenNs } = batch.assembly
    free.push(worker)
    served({ worker, jobs, items, takenNs, startNs: batch.startNs, endNs })
    assemble(endNs)
  }

  function advance(nowNs: number): void {
    for (let dueNs = nextNs(); dueNs <= nowNs; dueNs = nextNs()) {
      const first = firstToEnd()
      if (first !== undefined && endNsOf(first) <= dueNs) end(first)
      else assemble(dueNs)
    }
  }

  return {
    setBatching(size, delayNs) {
      batchSize = size
      maxDelayNs = delayNs
    },
    addWorker(nowNs, worker) {
      advance(nowNs)
      free.push(worker)
      assemble(nowNs)
    },
    removeWorker(nowNs, worker) {
      advance(nowNs)
      const index = free.indexOf(worker)
      if (index >= 0) free.splice(index, 1)
      if (assembly?.worker === worker) {
        const { jobs } = assembly
        assembly = undefined
        assemble(nowNs)
        return jobs
      }
      const batch = serving.find((other) => other.assembly.worker === worker)
      if (batch === undefined) return []
      settle(nowNs)
      serving = serving.filter((other) => other !== batch)
      return batch.assembly.jobs
    },
    offer(nowNs, job) {
      advance(nowNs)
      if (queue.length >= config.queueLimit) return false
      queue.push({ job, arrivedNs: nowNs })
      assemble(nowNs)
      return true
    },
    clear: () => queue.splice(0).map(({ job }) => job),
    advance,
    nextNs,
    waiting: () => queue.length,
    busyWorkers: () => serving.length,
  }
}

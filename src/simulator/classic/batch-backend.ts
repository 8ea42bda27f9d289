import type { DeadlineTimer } from '../deadline-timer.ts'
import type { LatenessRecorder } from '../lateness.ts'
import {
  type BatchJob,
  type BatchStationConfig,
  createBatchStation,
  type ServedBatch,
} from './batch-station.ts'

/** A request as the backend holds it: exactly one of the two is called, once. */
export interface PendingJob extends BatchJob {
  readonly requestId: string
  served(batch: ServedBatch<PendingJob>): void
  /** Its worker was taken away, or it waited for one that will not come. */
  brokenOff(why: 'worker' | 'model'): void
}

export interface BackendWorker {
  readonly id: number
  readonly startedUnixMs: number
  isReady: boolean
}

export interface WorkerStart {
  /** From the start of a worker until it takes jobs, or is given up when `succeeds` is false. */
  readonly delayNs: number
  readonly succeeds: boolean
}

/** What the backend lives on: its clock, its timer and where it counts how late it was. */
export interface BackendSurroundings {
  readonly nowNs: () => number
  readonly unixMs: () => number
  readonly lateness: LatenessRecorder
  readonly createTimer: (nowNs: () => number, fire: () => void) => DeadlineTimer
  /** Calls back once the replies to the jobs that have just been served are written. */
  readonly afterReplies: (done: () => void) => void
  /** Ids are unique over all models, as TorchServe's are, which are ports. */
  readonly nextWorkerId: () => number
}

/** A model's station in real time. */
export interface BatchBackend {
  setBatching(batchSize: number, maxDelayNs: number): void
  /** Starts or stops workers; resolves to whether those that it started became ready. */
  scale(workers: number, start: WorkerStart): Promise<boolean>
  workers(): readonly BackendWorker[]
  /** False: no room in the queue. */
  submit(job: PendingJob): boolean
  waiting(): number
  /** Jobs that wait, are in a batch being assembled, or are served. */
  pending(): number
  busyWorkers(): number
  stop(): void
}

interface Starting {
  readonly worker: BackendWorker
  readonly dueNs: number
  readonly succeeds: boolean
  readonly settled: (isReady: boolean) => void
}

/** Runs a batch station in real time: what is due happens at its own time, however late the timer. */
export function createBatchBackend(config: BatchStationConfig, around: BackendSurroundings): BatchBackend {
  const { nowNs, lateness } = around
  let pending = 0
  const station = createBatchStation<PendingJob>(config, (batch) => {
    pending -= batch.jobs.length
    for (const job of batch.jobs) job.served(batch)
    around.afterReplies(() => lateness.record(nowNs() - batch.endNs))
  })
  const timer = around.createTimer(nowNs, update)
  const workers: BackendWorker[] = []
  let starting: Starting[] = []

  function nextStart(): Starting | undefined {
    let next = starting[0]
    for (const other of starting) if (other.dueNs < next!.dueNs) next = other
    return next
  }

  function update(): void {
    const now = nowNs()
    for (let next = nextStart(); next !== undefined && next.dueNs <= now; next = nextStart()) settle(next)
    station.advance(now)
    setTimer()
  }

  function settle(start: Starting): void {
    starting = starting.filter((other) => other !== start)
    start.worker.isReady = start.succeeds
    if (start.succeeds) station.addWorker(start.dueNs, start.worker.id)
    start.settled(start.succeeds)
  }

  function setTimer(): void {
    const dueNs = Math.min(nextStart()?.dueNs ?? Number.POSITIVE_INFINITY, station.nextNs())
    if (dueNs < Number.POSITIVE_INFINITY) timer.set(dueNs)
    else timer.cancel()
  }

  function startWorker({ delayNs, succeeds }: WorkerStart): Promise<boolean> {
    const worker: BackendWorker = {
      id: around.nextWorkerId(),
      startedUnixMs: around.unixMs(),
      isReady: false,
    }
    workers.push(worker)
    return new Promise((settled) => {
      starting.push({ worker, dueNs: nowNs() + delayNs, succeeds, settled })
    })
  }

  function stopLastWorker(): void {
    const worker = workers.pop()!
    const start = starting.find((other) => other.worker === worker)
    starting = starting.filter((other) => other !== start)
    start?.settled(false)
    breakOff(station.removeWorker(nowNs(), worker.id), 'worker')
  }

  function breakOff(jobs: readonly PendingJob[], why: 'worker' | 'model'): void {
    pending -= jobs.length
    for (const job of jobs) job.brokenOff(why)
  }

  return {
    setBatching: (batchSize, maxDelayNs) => station.setBatching(batchSize, maxDelayNs),
    async scale(count, start) {
      update()
      while (workers.length > count) stopLastWorker()
      const started: Promise<boolean>[] = []
      while (workers.length < count) started.push(startWorker(start))
      setTimer()
      return (await Promise.all(started)).every((isReady) => isReady)
    },
    workers: () => workers,
    submit(job) {
      update()
      const isTaken = station.offer(nowNs(), job)
      if (isTaken) pending++
      setTimer()
      return isTaken
    },
    waiting: () => station.waiting(),
    pending: () => pending,
    busyWorkers: () => station.busyWorkers(),
    stop() {
      timer.cancel()
      for (const start of starting) start.settled(false)
      starting = []
      breakOff(station.clear(), 'model')
    },
  }
}

import { performance } from 'node:perf_hooks'
import { GCProfiler } from 'node:v8'
import type { Clock } from '../time/clock.ts'
import { RunQueue } from '../wire/run-queue.ts'

/** What became of a process while it ran. */
export interface ProcessFigures {
  /** Time in garbage collection so far. */
  readonly gcNs: number
  /** Longest collection since the last figures. */
  readonly gcLongestNs: number
  /** Time so far that its main thread was ready to run while another ran on its core; null where the system doesn't say. */
  readonly runQueueNs: number | null
  /** The run's clock less the monotonic one, less the same at the start: a step of the clock shows in it. */
  readonly clockOffsetNs: number
}

/** Tries at reading two clocks at once; the tightest counts. */
const offsetTries = 5

/**
 * Watches its own process. A loop that never returns to Node's gets no callbacks, so collections are asked for: by
 * v8.GCProfiler, some 10 µs for each of them. A `take` is some 10 µs.
 */
export class ProcessWatch {
  readonly #clock: Clock
  readonly #profiler = new GCProfiler()
  readonly #runQueue = new RunQueue()
  readonly #offsetAtStartNs: number
  #gcNs = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offsetAtStartNs = this.#offsetNs()
    this.#profiler.start()
  }

  take(): ProcessFigures {
    let gcLongestNs = 0
    for (const { cost } of this.#profiler.stop().statistics) {
      const pauseNs = cost * 1000
      this.#gcNs += pauseNs
      if (pauseNs > gcLongestNs) gcLongestNs = pauseNs
    }
    this.#profiler.start()
    return {
      gcNs: this.#gcNs,
      gcLongestNs,
      runQueueNs: this.#runQueue.waitedNs(),
      clockOffsetNs: this.#offsetNs() - this.#offsetAtStartNs,
    }
  }

  /** A reading of the run's clock stands for the middle of the two monotonic ones around it. */
  #offsetNs(): number {
    let tightestNs = Number.POSITIVE_INFINITY
    let offsetNs = 0
    for (let i = 0; i < offsetTries; i++) {
      const beforeNs = performance.now() * 1e6
      const nowNs = this.#clock.nowNs()
      const afterNs = performance.now() * 1e6
      if (afterNs - beforeNs >= tightestNs) continue
      tightestNs = afterNs - beforeNs
      offsetNs = nowNs - (beforeNs + afterNs) / 2
    }
    return offsetNs
  }
}

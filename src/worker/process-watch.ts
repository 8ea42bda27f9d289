import { openSync, readSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { GCProfiler } from 'node:v8'
import type { Clock } from '../time/clock.ts'

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
 * v8.GCProfiler, some 10 µs for each of them. What it reads from /proc it reads through a descriptor that it has from the
 * start, since running out of them must not end a run. A `take` is some 10 µs.
 */
export class ProcessWatch {
  readonly #clock: Clock
  readonly #profiler = new GCProfiler()
  readonly #schedstat: number | null
  readonly #bytes = Buffer.alloc(128)
  readonly #offsetAtStartNs: number
  #gcNs = 0

  constructor(clock: Clock, schedstat = '/proc/self/schedstat') {
    this.#clock = clock
    this.#schedstat = openIfThere(schedstat)
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
      runQueueNs: this.#runQueueNs(),
      clockOffsetNs: this.#offsetNs() - this.#offsetAtStartNs,
    }
  }

  /** The second number of schedstat (Documentation/scheduler/sched-stats.rst). */
  #runQueueNs(): number | null {
    if (this.#schedstat === null) return null
    try {
      const length = readSync(this.#schedstat, this.#bytes, 0, this.#bytes.length, 0)
      const waited = Number(this.#bytes.toString('latin1', 0, length).split(' ')[1])
      return Number.isFinite(waited) ? waited : null
    } catch {
      return null
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

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    return null
  }
}

import { createHistogram } from 'node:perf_hooks'

/** How late the simulator itself was: time from a step's deadline until its last token was handed to the kernel. */
export interface Lateness {
  readonly steps: number
  readonly p50Us: number
  readonly p99Us: number
  readonly maxUs: number
  /** Writes that the kernel didn't take at once because the client wasn't reading: those tokens left later. */
  readonly queuedWrites: number
  /** Times that the process stood still for more than a second; the schedule then started afresh. */
  readonly stalls: number
}

export interface LatenessRecorder {
  record(latenessNs: number): void
  queuedWrite(): void
  stall(): void
  report(): Lateness
}

export function createLatenessRecorder(): LatenessRecorder {
  const histogram = createHistogram({ figures: 3 })
  let queuedWrites = 0
  let stalls = 0
  return {
    record: (latenessNs) => histogram.record(Math.max(1, Math.round(latenessNs))),
    queuedWrite: () => void queuedWrites++,
    stall: () => void stalls++,
    report: () => ({
      steps: histogram.count,
      p50Us: histogram.count === 0 ? 0 : histogram.percentile(50) / 1e3,
      p99Us: histogram.count === 0 ? 0 : histogram.percentile(99) / 1e3,
      maxUs: histogram.count === 0 ? 0 : histogram.max / 1e3,
      queuedWrites,
      stalls,
    }),
  }
}

/** The report as a line for people. */
export function latenessLine(lateness: Lateness): string {
  const { steps, p50Us, p99Us, maxUs, queuedWrites, stalls } = lateness
  if (steps === 0) return 'simulator lateness: no steps were due'
  const quantiles = `p50 ${microseconds(p50Us)}, p99 ${microseconds(p99Us)}, max ${microseconds(maxUs)}`
  const queued = queuedWrites === 0 ? '' : `; ${queuedWrites} writes waited for the client to read`
  const stalled = stalls === 0 ? '' : `; stood still ${stalls} times for more than a second`
  return `simulator lateness over ${steps} steps: ${quantiles}${queued}${stalled}`
}

function microseconds(us: number): string {
  return us < 1000 ? `${us.toFixed(0)} us` : `${(us / 1000).toFixed(2)} ms`
}

import type { ScaleChange } from '../../metrics/scale-storm/scale-change.ts'
import type { ScaleStorm } from '../../plan/server-plan.ts'
import type { Clock } from '../../time/clock.ts'

/** Asks a live model for so many workers, and resolves with how many are ready when it has just these. Rejects when it can't. */
export type Rescale = (
  workers: number,
  watch: { readonly answered: () => void; readonly signal: AbortSignal },
) => Promise<number>

export interface StormOptions {
  readonly storm: ScaleStorm
  readonly rescale: Rescale
  readonly clock: Clock
  /** When what is measured begins: the first change is due one interval later. Ns since the epoch, as the next. */
  readonly fromNs: number
  /** When sending ends; infinite when only the run's end does. */
  readonly untilNs: number
  /** Told of each change as it ends, in order. */
  readonly keep: (change: ScaleChange) => void
  /** Ends the storm, and doesn't wait for a change that goes on. */
  readonly signal: AbortSignal
}

/** Node's timers take no longer delay. */
const longestDelayMs = 2 ** 31 - 1

/**
 * Changes a model's workers by the plan's turns until sending ends. One change at a time: turns that come while one goes on are left
 * out. One that failed is asked for again at the next turn, and ends nothing. Never rejects.
 */
export async function runScaleStorm(options: StormOptions): Promise<void> {
  const { storm, clock, fromNs, untilNs, keep, signal } = options
  const over = aborted(signal)
  let position = 1
  let has: number | null = storm.workers[0]!
  for (let turn = 0; ; ) {
    turn = Math.max(turn + 1, Math.floor((clock.nowNs() - fromNs) / storm.everyNs) + 1)
    const dueNs = fromNs + turn * storm.everyNs
    if (dueNs >= untilNs || !(await comes(dueNs, clock, signal))) return
    const change = await changeWorkers(options, over, {
      workers: storm.workers[position]!,
      fromWorkers: has,
      dueNs,
    })
    keep(change)
    if (signal.aborted) return
    has = change.readWorkers
    if (change.outcome === 'settled') position = (position + 1) % storm.workers.length
  }
}

/** Waits for a time, unless the signal is aborted first. */
async function comes(atNs: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    const leftMs = (atNs - clock.nowNs()) / 1e6
    if (signal.aborted) return false
    if (leftMs <= 0) return true
    // Timers count in whole ms, and round down.
    await timePasses(Math.min(Math.ceil(leftMs), longestDelayMs), signal)
  }
}

/** Resolves when the time is over, or when the signal aborts. */
function timePasses(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

/** `over` resolves when the storm is ended, which waits for no change. */
async function changeWorkers(
  { rescale, clock, signal }: StormOptions,
  over: Promise<void>,
  asked: Pick<ScaleChange, 'workers' | 'fromWorkers' | 'dueNs'>,
): Promise<ScaleChange> {
  const askedNs = clock.nowNs()
  let answeredNs: number | null = null
  const answered = (): void => {
    answeredNs ??= clock.nowNs()
  }
  const ended = (rest: Pick<ScaleChange, 'outcome' | 'readWorkers' | 'error'>): ScaleChange => {
    return { ...asked, askedNs, answeredNs, endedNs: clock.nowNs(), ...rest }
  }
  const unfinished = (): ScaleChange => ended({ outcome: 'unfinished', readWorkers: null, error: null })
  const given = rescale(asked.workers, { answered, signal }).then(
    (readWorkers) => ended({ outcome: 'settled', readWorkers, error: null }),
    (error: unknown) =>
      signal.aborted
        ? unfinished()
        : ended({ outcome: 'failed', readWorkers: null, error: messageOf(error) }),
  )
  return Promise.race([given, over.then(unfinished)])
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

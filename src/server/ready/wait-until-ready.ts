import { setTimeout as delay } from 'node:timers/promises'
import { TareError } from '../../errors.ts'

/**
 * Null when the server is ready in this respect, else what was seen instead: `GET /ping answered HTTP 500: Unhealthy`. A
 * TareError that it throws ends the wait when waiting longer can't help (see `hopeless`); any other is what was seen.
 */
export type ReadyCheck = (timeoutMs: number, signal: AbortSignal) => Promise<string | null>

/** Thrown by a check: it will not get better by itself. */
export class HopelessError extends TareError {}

export interface ReadyWait {
  /** The server, as a person would call it. */
  readonly what: string
  /** Asked in this order; the next only when the one before is content. */
  readonly checks: readonly ReadyCheck[]
  readonly timeoutNs: number
  readonly signal: AbortSignal
  /** What to do when it isn't ready in time. */
  readonly hint: string
  /** Is told once what is waited for, when it takes longer than a moment. */
  readonly tell: (line: string) => void
}

const firstPauseMs = 20
const longestPauseMs = 500
/** An answer that takes longer counts as none: a starting server may accept connections and not answer. */
const longestAnswerMs = 10_000
/** A person looks for what is wrong after about this. */
const momentMs = 3_000

/**
 * Asks until every check is content. Throws TareError 'server' at the deadline with what was last seen, and 'interrupted' when
 * the signal is aborted. Anything but the expected answer counts as not ready, an HTTP error as much as no connection.
 */
export async function waitUntilReady({
  what,
  checks,
  timeoutNs,
  signal,
  hint,
  tell,
}: ReadyWait): Promise<void> {
  const deadlineMs = performance.now() + timeoutNs / 1e6
  let pauseMs = firstPauseMs
  const toldFromMs = performance.now() + momentMs
  let seen: string | null = null
  let isTold = false
  for (let left = timeoutNs / 1e6; left > 0; left = deadlineMs - performance.now()) {
    const complaint = await firstComplaint(checks, Math.max(1, Math.min(left, longestAnswerMs)), signal)
    if (signal.aborted) break
    if (complaint === null) return
    const restMs = deadlineMs - performance.now()
    // A question that the deadline has cut short says less than the one before it. Timers may be early by a millisecond.
    if (seen === null || restMs >= 1) seen = complaint
    if (!isTold && performance.now() >= toldFromMs) {
      isTold = true
      tell(`waiting for ${what}, ${Math.ceil(restMs / 1e3)} s at most: ${seen}`)
    }
    if (restMs > 0) await delay(Math.min(pauseMs, restMs), undefined, { signal }).catch(() => {})
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)
  }
  if (signal.aborted) throw new TareError('interrupted', `interrupted while waiting for ${what}`)
  throw new TareError(
    'server',
    `${what} isn't ready after ${timeoutNs / 1e9} s: ${seen ?? 'no time to ask'}`,
    { hint },
  )
}

async function firstComplaint(
  checks: readonly ReadyCheck[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  for (const check of checks) {
    try {
      const complaint = await check(timeoutMs, signal)
      if (complaint !== null) return complaint
    } catch (error) {
      if (error instanceof HopelessError) throw error
      return error instanceof Error ? error.message : String(error)
    }
  }
  return null
}

/** Calls back at an absolute time. Setting it again replaces the time. */
export interface DeadlineTimer {
  set(deadlineNs: number): void
  cancel(): void
}

/**
 * setTimeout counts whole milliseconds and may be 1 ms late, so it covers all but the last stretch; then setImmediate
 * turns the event loop, sockets included, until the time has come. Between deadlines nothing runs; close to one, a
 * core is busy for 1 to 2 ms.
 */
export function createDeadlineTimer(nowNs: () => number, fire: () => void): DeadlineTimer {
  let deadlineNs = Number.POSITIVE_INFINITY
  let timeout: NodeJS.Timeout | undefined
  let immediate: NodeJS.Immediate | undefined

  function stop(): void {
    if (timeout !== undefined) clearTimeout(timeout)
    if (immediate !== undefined) clearImmediate(immediate)
    timeout = undefined
    immediate = undefined
  }

  function turn(): void {
    timeout = undefined
    immediate = undefined
    const remainingNs = deadlineNs - nowNs()
    if (remainingNs <= 0) {
      deadlineNs = Number.POSITIVE_INFINITY
      fire()
    } else arm(remainingNs)
  }

  function arm(remainingNs: number): void {
    const wholeMs = Math.min(Math.floor(remainingNs / 1e6 - worstTimeoutLatenessMs), longestTimeoutMs)
    if (wholeMs >= 1) timeout = setTimeout(turn, wholeMs)
    else immediate = setImmediate(turn)
  }

  return {
    set(nextNs) {
      stop()
      deadlineNs = nextNs
      arm(nextNs - nowNs())
    },
    cancel: stop,
  }
}

const worstTimeoutLatenessMs = 1.1
const longestTimeoutMs = 2 ** 31 - 1

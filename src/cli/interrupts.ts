/** Two signals that Ctrl-C gives, one after the other. */
export interface Interrupts {
  /** First Ctrl-C: send no more, finish what is in flight. */
  readonly stop: AbortSignal
  /** Second: end at once. */
  readonly abort: AbortSignal
}

export const interruptedStatus = 130

/** Runs something that can be interrupted by SIGINT or SIGTERM. */
export async function withInterrupts<T>(run: (interrupts: Interrupts) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const abort = new AbortController()
  const onInterrupt = (): void => {
    if (stop.signal.aborted) abort.abort()
    else stop.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    return await run({ stop: stop.signal, abort: abort.signal })
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}

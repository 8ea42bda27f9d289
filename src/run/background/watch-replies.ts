import { TareError } from '../../errors.ts'
import type { Progress } from '../progress/progress.ts'
import type { ProgressState } from '../progress/progress-state.ts'

/** So many that failed, and none that didn't, are no bad luck. */
const hopeless = 10

/** Node's timers take no longer delay. */
const longestDelayMs = 2 ** 31 - 1

/** A view of a run that waits for its first reply. */
export interface ReplyWatch {
  readonly progress: Progress
  /** Resolves when a request has succeeded. Rejects with TareError 'server' when time is up or the first all fail, and when `stop` is aborted. */
  readonly first: (withinMs: number, stop: AbortSignal) => Promise<void>
}

export function watchReplies(): ReplyWatch {
  let seen = { sent: 0, ok: 0, failed: 0 }
  let onSeen: () => void = () => {}
  const progress: Progress = {
    update: (state) => {
      seen = totals(state)
      onSeen()
    },
    finish: () => {},
  }
  return {
    progress,
    first: (withinMs, stop) =>
      new Promise<void>((resolve, reject) => {
        const giveUp = (message: string): void => end(() => reject(new TareError('server', message)))
        const timer = setTimeout(
          () => giveUp(`no reply within ${withinMs / 1e3} s of ${seen.sent} requests, ${seen.failed} failed`),
          Math.min(withinMs, longestDelayMs),
        )
        const onStop = (): void => end(() => reject(stop.reason))
        const end = (settle: () => void): void => {
          clearTimeout(timer)
          stop.removeEventListener('abort', onStop)
          onSeen = () => {}
          settle()
        }
        stop.addEventListener('abort', onStop)
        onSeen = () => {
          if (seen.ok > 0) end(resolve)
          else if (seen.failed >= hopeless) giveUp(`the first ${seen.failed} requests all failed`)
        }
        if (stop.aborted) onStop()
        else onSeen()
      }),
  }
}

function totals({ workers }: ProgressState): { sent: number; ok: number; failed: number } {
  const latest = Array.from(workers.values(), (history) => history.at(-1)!)
  const sum = (count: 'sent' | 'ok' | 'failed'): number =>
    latest.reduce((total, figures) => total + figures[count], 0)
  return { sent: sum('sent'), ok: sum('ok'), failed: sum('failed') }
}

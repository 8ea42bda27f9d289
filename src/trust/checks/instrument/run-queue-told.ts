import type { Evidence } from '../../evidence.ts'
import { windowPeriods } from './window-periods.ts'

/** Whether the system told, all the time, how long each worker waited for its core. */
export function isRunQueueTold({ workers, measured }: Evidence): boolean {
  return (
    workers.length > 0 &&
    workers.every(({ atNs, runQueueNs }) =>
      windowPeriods(atNs, measured.window).every((i) => Number.isFinite(runQueueNs[i]!)),
    )
  )
}

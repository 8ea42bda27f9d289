import { relative } from 'node:path'
import type { Plan } from '../plan/plan.ts'
import { conduct } from '../run/conduct.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { printSummary } from './print-summary.ts'

const interruptedStatus = 130

/** Runs a plan, prints its result, and returns the exit status. The first Ctrl-C drains, the second ends at once. */
export async function runPlan(plan: Plan): Promise<number> {
  const stop = new AbortController()
  const abort = new AbortController()
  const onInterrupt = (): void => {
    if (stop.signal.aborted) abort.abort()
    else stop.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  try {
    const { folder, summary } = await conduct({
      plan,
      env: process.env,
      commandLine: process.argv,
      progress: openProgress(process.stderr, process.env),
      stop: stop.signal,
      abort: abort.signal,
    })
    const path = relative(process.cwd(), folder.path) || '.'
    const status = printSummary(summary, path, plan.output.format)
    return stop.signal.aborted ? interruptedStatus : status
  } finally {
    process.off('SIGINT', onInterrupt)
    process.off('SIGTERM', onInterrupt)
  }
}

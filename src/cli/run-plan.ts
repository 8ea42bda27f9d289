import { relative } from 'node:path'
import { createServerPool, measureOnServer } from '../experiment/measure-on-server.ts'
import type { Plan } from '../plan/plan.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { printSummary } from './print-summary.ts'

/**
 * Runs a plan, on a server under management if it has one, prints its result, and returns the exit status. The first Ctrl-C drains, the
 * second ends at once; either way the server is put back.
 */
export function runPlan(plan: Plan): Promise<number> {
  return withInterrupts(async ({ stop, abort }) => {
    const servers = createServerPool()
    const { folder, summary } = await measureOnServer(servers, {
      plan,
      block: 0,
      logFile: `${plan.output.dir}-server.log`,
      env: process.env,
      commandLine: process.argv,
      progress: openProgress(process.stderr, process.env),
      stop,
      abort,
    }).finally(() => servers.close())
    const path = relative(process.cwd(), folder.path) || '.'
    const status = printSummary(summary, path, plan.output.format)
    return stop.aborted ? interruptedStatus : status
  })
}

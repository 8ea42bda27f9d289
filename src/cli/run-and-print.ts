import { relative } from 'node:path'
import { runPlan } from '../experiment/run-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { printSummary } from './print-summary.ts'
import { tell } from './tell.ts'

/** Runs a plan, prints its result, and returns the exit status. The first Ctrl-C drains, the second ends at once. */
export function runAndPrint(plan: Plan): Promise<number> {
  return withInterrupts(async ({ stop, abort }) => {
    const progress = openProgress(process.stderr, process.env)
    const { folder, summary } = await runPlan(plan, { progress, tell, stop, abort })
    const path = relative(process.cwd(), folder.path) || '.'
    const status = printSummary(summary, path, plan.output.format)
    return stop.aborted ? interruptedStatus : status
  })
}

import { existsSync } from 'node:fs'
import { runFolder } from '../../run/run-folder.ts'

/** Whether a folder is a run's, finished or not: it has a file that every run has from its start, or its summary. */
export function isRunFolder(path: string): boolean {
  const { plan, environment, summary, spool } = runFolder(path)
  return [summary, environment, spool].some((file) => existsSync(file)) || isPlanOfRun(plan)
}

/** A folder with a plan.yaml alone may be a person's, and hold runs. */
function isPlanOfRun(plan: string): boolean {
  return existsSync(plan) && existsSync(plan.replace(/plan\.yaml$/, 'log.ndjson'))
}

import { existsSync, readFileSync } from 'node:fs'
import { TareError } from '../errors.ts'
import type { Summary } from '../metrics/summary.ts'
import { readPlanYaml } from '../plan/plan-file.ts'
import { finishRun } from './finish-run.ts'
import { type RunFolder, runFolder } from './run-folder.ts'

/**
 * Completes a run that was killed, from what its workers had spooled: every request that had ended is in it. Throws
 * TareError 'folder' when the folder is no run, or was completed already.
 */
export function recoverRun(path: string): { readonly folder: RunFolder; readonly summary: Summary } {
  const folder = runFolder(path)
  if (!existsSync(folder.plan)) {
    throw new TareError('folder', `${path} is not a run folder: it has no plan.yaml`, {
      hint: 'Give the folder that the run was started with (--out).',
    })
  }
  if (!existsSync(folder.spool)) {
    throw new TareError('folder', `${path} needs no recovery: it has no spool`, {
      hint: existsSync(folder.summary)
        ? `See it with: tare report ${path}`
        : 'The run never started: run it again.',
    })
  }
  const plan = readPlanYaml(readFileSync(folder.plan, 'utf8'), folder.plan, { redactedHeaders: 'keep' })
  const { run_id } = JSON.parse(readFileSync(folder.environment, 'utf8')) as { run_id: string }
  return { folder, summary: finishRun(folder, plan, { runId: run_id, state: 'recovered', stoppedNs: null }) }
}

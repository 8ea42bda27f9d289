import { existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { TareError } from '../errors.ts'
import { readPlanYaml } from '../plan/plan-file.ts'
import type { RunOutcome } from './conduct.ts'
import { finishRun } from './finish-run.ts'
import { livingWorkers } from './living-workers.ts'
import { type RunFolder, runFolder } from './run-folder.ts'

/** A worker whose conductor has died ends within moments; one that is there for longer is measuring. */
const workersEndWithinMs = 5000

/**
 * Completes a run that was killed, from what its workers had spooled: every request that had ended is in it. Throws
 * TareError 'folder' when the folder is no run, is still running, or was completed already.
 */
export async function recoverRun(path: string): Promise<RunOutcome> {
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
  await workersEnded(folder, path)
  await recoverBackground(folder)
  const plan = readPlanYaml(readFileSync(folder.plan, 'utf8'), folder.plan, { redactedHeaders: 'keep' })
  const runId = readRunId(folder)
  return { folder, summary: await finishRun(folder, plan, { runId, state: 'recovered', stoppedNs: null }) }
}

/** What ran beside it, first: the run's summary says what that did. Without a finished request there is nothing to say. */
async function recoverBackground({ background }: RunFolder): Promise<void> {
  const own = runFolder(background)
  if (!existsSync(own.plan) || !existsSync(own.spool)) return
  await recoverRun(background).catch((error: unknown) => {
    if (!(error instanceof TareError) || error.code !== 'folder' || livingWorkers(own).length > 0) throw error
  })
}

/** Throws TareError 'folder' when the run goes on: its spool would be taken from under it. */
async function workersEnded(folder: RunFolder, path: string): Promise<void> {
  const giveUpMs = performance.now() + workersEndWithinMs
  for (let living = livingWorkers(folder); living.length > 0; living = livingWorkers(folder)) {
    if (performance.now() > giveUpMs) {
      throw new TareError('folder', `${path} is still running: process ${living.join(', ')}`, {
        hint: 'Wait until it has ended, or stop it with Ctrl-C.',
      })
    }
    await setTimeout(50)
  }
}

function readRunId(folder: RunFolder): string {
  try {
    return (JSON.parse(readFileSync(folder.environment, 'utf8')) as { run_id: string }).run_id
  } catch (cause) {
    throw new TareError('folder', `can't read ${folder.environment}`, {
      hint: 'The run was killed before it began: run it again.',
      cause,
    })
  }
}

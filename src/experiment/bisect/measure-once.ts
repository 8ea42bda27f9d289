import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { touchesOf } from '../../analysis/comparison/touches-of.ts'
import { invalidRunStatus, TareError } from '../../errors.ts'
import { runFolder } from '../../run/run-folder.ts'
import { readComparedRun } from '../comparison/read-compared-run.ts'
import { withoutGitPlaces } from '../run-git.ts'

export interface MeasureOnceOptions {
  /** One text is a line for the shell; several are a program and its arguments. */
  readonly command: readonly string[]
  /** Where it is run. */
  readonly folder: string
  /** Where it must leave a run: `$TARE_OUT`. */
  readonly out: string
  /** File for what it prints. */
  readonly log: string
  /** Metrics that the run is judged by. */
  readonly judged: readonly string[]
  /** The first asks it to end, the second ends it. */
  readonly stop: AbortSignal
  readonly abort: AbortSignal
}

/** What became of one measurement. */
export type MeasuredOnce =
  | { readonly kind: 'run'; readonly run: ComparedRun }
  | { readonly kind: 'invalid'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }

/**
 * Runs the command once and reads the run that it left. That its run is INVALID in what is judged is its own end, whatever its exit
 * status; a run that is INVALID elsewhere counts, though `tare run` has exited with 3.
 * Throws TareError 'interrupted', and 'usage' when it succeeds but leaves no run: that is never the revision's doing.
 */
export async function measureOnce(options: MeasureOnceOptions): Promise<MeasuredOnce> {
  const { out, log, stop, judged } = options
  const ended = await runCommand(options)
  if (stop.aborted) throw new TareError('interrupted', 'interrupted')
  const hasRun = existsSync(runFolder(out).summary)
  if (hasRun) {
    const run = readComparedRun(out)
    const failed = touchesOf(run.summary, judged, 'invalid').map(({ check }) => check)
    if (failed.length > 0) return { kind: 'invalid', why: `its run is INVALID: ${failed.join(', ')}` }
    const isInvalid = run.summary.verdict.status === 'INVALID'
    if (ended === null || (isInvalid && ended === `exited with ${invalidRunStatus}`))
      return { kind: 'run', run }
  }
  if (ended !== null) return { kind: 'failed', why: `the command ${ended} (${log})` }
  throw new TareError('usage', `the command left no run in ${out}`, {
    hint: 'It must leave one where TARE_OUT says, such as: tare run … --out "$TARE_OUT" (in single quotes on this command line).',
  })
}

/** How the command ended when it didn't succeed: `exited with 1`; null when it did. */
function runCommand({ command, folder, out, log, stop, abort }: MeasureOnceOptions): Promise<string | null> {
  const [program = '', ...args] = command.length === 1 ? ['/bin/sh', '-c', command[0]!] : command
  const fd = openSync(log, 'a')
  return new Promise((resolve) => {
    // In a process group of its own, so that a signal gets to all that it started, once.
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...withoutGitPlaces(process.env), TARE_OUT: out },
      stdio: ['ignore', fd, fd],
      detached: true,
    })
    const signal = (name: NodeJS.Signals) => (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name)
      } catch {
        // It has ended.
      }
    }
    const [interrupt, kill] = [signal('SIGINT'), signal('SIGKILL')]
    const settle = (how: string | null): void => {
      stop.removeEventListener('abort', interrupt)
      abort.removeEventListener('abort', kill)
      resolve(how)
    }
    stop.addEventListener('abort', interrupt)
    abort.addEventListener('abort', kill)
    if (stop.aborted) interrupt()
    child.on('error', ({ message }) => settle(`can't be started: ${message}`))
    child.on('close', (status, by) => {
      settle(status === 0 ? null : status === null ? `was ended by ${by}` : `exited with ${status}`)
    })
  }).finally(() => closeSync(fd)) as Promise<string | null>
}

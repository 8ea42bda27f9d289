import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Summary } from '../../src/metrics/summary.ts'

/** The built program: what a user runs. */
const tareProgram = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Flags of a run of short unary requests from one worker, all of it measured. */
export const quick: readonly string[] =
  '--no-stream --workers 1 --warmup 0s --input-tokens 4 --output-tokens 1'.split(' ')

export interface TareResult {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningTare {
  readonly child: ChildProcess
  readonly result: Promise<TareResult>
}

export interface TareOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Command to run it under: `['prlimit', '--nofile=64']`. */
  readonly under?: readonly string[]
  /** In a process group of its own, so that a signal can be sent to all of it: `process.kill(-pid, signal)`. */
  readonly ownGroup?: boolean
  /** Folder to start it in. */
  readonly cwd?: string
}

/** Exit statuses of a run that came to its end, for tests of other things than its verdict: a busy machine makes it INVALID. */
export const finished: number[] = [0, 3]

/** Starts the built program. */
export function startTare(args: readonly string[], options: TareOptions = {}): RunningTare {
  const [command, ...rest] = [...(options.under ?? []), process.execPath, tareProgram, ...args]
  const child = spawn(command!, rest, {
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: 'pipe',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    detached: options.ownGroup === true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const result = new Promise<TareResult>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }))
  })
  return { child, result }
}

export function tare(args: readonly string[], options?: TareOptions): Promise<TareResult> {
  return startTare(args, options).result
}

/** A folder that is gone after `use`, and a fresh path for a run in it. */
export interface Scratch {
  readonly folder: string
  run(): string
  remove(): void
}

export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'tare-test-'))
  let runs = 0
  return {
    folder,
    run: () => join(folder, `run-${runs++}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Waits until a run has been sending for a while, or is over. */
export async function underWay(run: string, running: RunningTare): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (!existsSync(join(run, 'spool', 'samples.ndjson'))) return
      clearInterval(look)
      setTimeout(resolve, 700)
    }, 20)
    void running.result.then(() => clearInterval(look))
  })
}

export function readSummary(run: string): Summary {
  return JSON.parse(readFileSync(join(run, 'summary.json'), 'utf8')) as Summary
}

/** A record as `tare export --format jsonl` prints it. */
export type ExportedRecord = Readonly<Record<string, unknown>> & {
  readonly request_id: string
  readonly token_ns: readonly number[]
  readonly status: string
  readonly error: string | null
}

export async function exportRecords(run: string): Promise<ExportedRecord[]> {
  const { stdout } = await tare(['export', run, '--format', 'jsonl'])
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ExportedRecord]))
}

/** A simulator in a process of its own, as `tare simulate` starts it. */
export interface SimulatorServer {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
  kill(): void
}

export async function simulate(args: readonly string[] = []): Promise<SimulatorServer> {
  const { child, result } = startTare(['simulate', '--port', '0', '--preset', 'fast', ...args])
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (text: string) => {
      const found = /listening on (\S+)/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    void result.then(({ stderr }) => reject(new Error(`simulator: ${stderr}`)))
  })
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      child.kill('SIGTERM')
      await result
    },
    kill: () => child.kill('SIGKILL'),
  }
}

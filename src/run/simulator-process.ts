import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { TareError } from '../errors.ts'
import { createLineSplitter } from '../wire/line-splitter.ts'

/** The embedded simulator, in a process of its own. */
export interface SimulatorProcess {
  readonly url: string
  readonly pid: number | undefined
  close(): void
  /** When its process has ended, and its truth log is complete. Rejects with what it complained of, if it did. */
  readonly ended: Promise<void>
}

const entry = fileURLToPath(new URL('../cli/main.js', import.meta.url))

/**
 * Starts the simulator on a free port. It has a process group of its own, so that Ctrl-C doesn't reach it before the
 * run has drained, and ends when its standard input is closed, so that it never outlives this process. `more` are further
 * arguments of `tare simulate`.
 */
export function startSimulatorProcess(
  preset: string,
  seed: number,
  more: readonly string[] = [],
): Promise<SimulatorProcess> {
  const args = [
    entry,
    'simulate',
    '--port',
    '0',
    '--preset',
    preset,
    '--seed',
    String(seed),
    '--until-stdin-ends',
    ...more,
  ]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  child.stdin.on('error', () => {})
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(simulatorFailure(code, signal, complaint))
    })
  })
  return new Promise((resolve, reject) => {
    const split = createLineSplitter((line) => {
      const url = /listening on (\S+)/.exec(line)?.[1]
      if (url !== undefined) resolve({ url, pid: child.pid, close: () => child.stdin.end(), ended })
    })
    child.stdout.setEncoding('utf8').on('data', split)
    ended.then(() => reject(simulatorFailure(0, null, complaint)), reject)
  })
}

function simulatorFailure(code: number | null, signal: string | null, complaint: string): TareError {
  const [message = '', hint] = complaint.trim().split('\n')
  const what = message.replace(/^error: /, '') || `the simulator ended with ${signal ?? `status ${code}`}`
  return new TareError(
    code === 2 ? 'usage' : 'internal',
    what,
    hint === undefined ? {} : { hint: hint.trim() },
  )
}

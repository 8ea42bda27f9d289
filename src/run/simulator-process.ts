import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { TareError } from '../errors.ts'
import { createLineSplitter } from '../wire/line-splitter.ts'

/** The embedded simulator, in a process of its own. */
export interface SimulatorProcess {
  readonly url: string
  readonly pid: number | undefined
  close(): void
}

const entry = fileURLToPath(new URL('../cli/main.js', import.meta.url))

/**
 * Starts the simulator on a free port. It has a process group of its own, so that Ctrl-C doesn't reach it before the
 * run has drained, and ends when its standard input is closed, so that it never outlives this process.
 */
export function startSimulatorProcess(preset: string, seed: number): Promise<SimulatorProcess> {
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
  ]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  child.stdin.on('error', () => {})
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  return new Promise((resolve, reject) => {
    const split = createLineSplitter((line) => {
      const url = /listening on (\S+)/.exec(line)?.[1]
      if (url !== undefined) resolve({ url, pid: child.pid, close: () => child.stdin.end() })
    })
    child.stdout.setEncoding('utf8').on('data', split)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const [message = '', hint] = complaint.trim().split('\n')
      const what = message.replace(/^error: /, '') || `the simulator ended with ${signal ?? `status ${code}`}`
      reject(
        new TareError(
          code === 2 ? 'usage' : 'internal',
          what,
          hint === undefined ? {} : { hint: hint.trim() },
        ),
      )
    })
  })
}

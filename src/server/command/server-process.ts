import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { TareError } from '../../errors.ts'
import type { CommandServer } from '../../plan/server-plan.ts'
import type { ServerDeath } from '../managed-server.ts'
import { readLogTail } from './log-tail.ts'
import { endGroup, groupIsAlive, signalGroup } from './process-group.ts'

/** A server that Tare has started, and all its children: one process group, which Ctrl-C doesn't reach by itself. */
export class ServerProcess {
  readonly pid: number
  /** However it ends. */
  readonly ended: Promise<ServerDeath>
  /** When it ends unasked. */
  readonly died: Promise<ServerDeath>
  readonly #logFile: string
  readonly #logStart: number
  #stopping = false
  #hasEnded = false
  readonly #killAtExit = (): void => {
    if (groupIsAlive(this.pid)) signalGroup(this.pid, 'SIGKILL')
  }

  private constructor(child: ChildProcess, pid: number, logFile: string, logStart: number) {
    this.pid = pid
    this.#logFile = logFile
    this.#logStart = logStart
    this.ended = new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => {
        this.#hasEnded = true
        resolve({ exitCode, signal, logTail: this.logTail() })
      })
    })
    this.died = new Promise((resolve) => {
      void this.ended.then((death) => {
        if (!this.#stopping) resolve(death)
      })
    })
    process.once('exit', this.#killAtExit)
  }

  /**
   * Starts the command without a shell; its output goes to the end of the log straight away, so that none of it passes through
   * this process. Throws TareError 'server' when it can't be started.
   */
  static async start(plan: CommandServer, env: NodeJS.ProcessEnv, logFile: string): Promise<ServerProcess> {
    const [program, ...args] = plan.command
    if (program === undefined) throw cannotStart('server.command', 'it is empty', 'Give a program.')
    const { directory } = plan
    if (directory !== null && statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw cannotStart(program, `there is no directory ${directory}`, 'Check server.directory.')
    }
    const log = openLog(logFile)
    try {
      const logStart = fstatSync(log).size
      const child = spawn(program, args, {
        cwd: directory ?? undefined,
        env: { ...env, ...plan.environment },
        stdio: ['ignore', log, log],
        detached: true,
      })
      await once(child, 'spawn').catch((cause: NodeJS.ErrnoException) => {
        throw cannotStart(program, ...reasonOf(cause))
      })
      return new ServerProcess(child, child.pid!, logFile, logStart)
    } finally {
      closeSync(log)
    }
  }

  get alive(): boolean {
    return !this.#hasEnded
  }

  /** Whether children go on without the process that was started. */
  get leftBehind(): boolean {
    return this.#hasEnded && groupIsAlive(this.pid)
  }

  logTail(): string {
    return readLogTail(this.#logFile, this.#logStart)
  }

  /** SIGTERM to the whole group, and SIGKILL to what is left of it after `timeoutNs`. */
  async stop(timeoutNs: number): Promise<void> {
    this.#stopping = true
    await endGroup(this.pid, timeoutNs / 1e6)
    await this.ended
    process.removeListener('exit', this.#killAtExit)
  }
}

function openLog(logFile: string): number {
  try {
    mkdirSync(dirname(logFile), { recursive: true })
    return openSync(logFile, 'a')
  } catch (cause) {
    throw new TareError('folder', `can't write the server's log ${logFile}: ${(cause as Error).message}`, {
      hint: 'Choose another output folder.',
      cause,
    })
  }
}

function cannotStart(what: string, reason: string, hint: string): TareError {
  return new TareError('server', `can't start ${what}: ${reason}`, { hint })
}

function reasonOf({ code, message }: NodeJS.ErrnoException): readonly [string, string] {
  if (code === 'ENOENT') {
    return [
      'no such program',
      'Give its whole path or check PATH; no shell reads the command, so no ~ and no $VAR.',
    ]
  }
  if (code === 'EACCES') return ['it may not be run', 'chmod +x, or name the interpreter first.']
  if (code === 'E2BIG') return ['the command line and environment are too long', 'Use a file of settings.']
  return [message, 'Check server.command.']
}

import { isDeepStrictEqual } from 'node:util'
import { TareError } from '../../errors.ts'
import type { CommandServer } from '../../plan/server-plan.ts'
import type { LeftCommand } from '../journal/left-server.ts'
import type { ServerJournal } from '../journal/server-journal.ts'
import type { ServerDeath, ServerSurroundings } from '../managed-server.ts'
import { isThere, startedTicks } from '../process-identity.ts'
import { readyChecks } from '../ready/ready-checks.ts'
import { waitUntilReady } from '../ready/wait-until-ready.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { targetClient } from '../target-client.ts'
import { isOccupied } from './occupied.ts'
import { endGroup } from './process-group.ts'
import { ServerProcess } from './server-process.ts'

/** How long a port may take to be left by the server that was just stopped. */
const portPatienceMs = 2000

/**
 * Starts the command, and starts it anew when the plan's command, environment or directory differ, when its `restart` says so,
 * and when it has ended. Settings are those of the command line: nothing is read back.
 */
export function createCommandServer(
  around: ServerSurroundings,
  journal: ServerJournal,
): ServerAdapter<CommandServer> {
  const client = targetClient(around)
  let running: { readonly process: ServerProcess; readonly plan: CommandServer } | null = null
  let lastLog: () => string | null = () => null
  let isNewBlock = false

  const stop = async (): Promise<void> => {
    if (running === null) return
    await running.process.stop(running.plan.stopTimeoutNs)
    running = null
    journal.forget('command')
  }

  const start = async (plan: CommandServer): Promise<ServerProcess> => {
    const patienceMs = running === null ? 0 : portPatienceMs
    await stop()
    if (await isOccupied(around.targetUrl, patienceMs)) throw occupied(around.targetUrl)
    const process = await ServerProcess.start(plan, around.env, around.logFile)
    running = { process, plan }
    lastLog = () => process.logTail()
    await noteOrStop(process, plan)
    return process
  }

  /** There is nothing to note before it runs; without a note it isn't kept. */
  const noteOrStop = async ({ pid }: ServerProcess, plan: CommandServer): Promise<void> => {
    try {
      journal.note({
        kind: 'command',
        url: around.targetUrl,
        program: plan.command[0]!,
        process_group: pid,
        started_ticks: startedTicks(pid),
      })
    } catch (error) {
      await stop()
      throw error
    }
  }

  return {
    async apply(plan, signal) {
      const isKept = running !== null && staysFor(running, plan, isNewBlock)
      isNewBlock = false
      const process = isKept && running !== null ? running.process : await start(plan)
      try {
        await readyOrDead(process, plan, signal)
      } catch (error) {
        await stop()
        throw error
      }
      return { settings: {}, pid: process.pid }
    },
    restore: stop,
    blockBegins() {
      isNewBlock = true
    },
    died: () => running?.process.died ?? new Promise<ServerDeath>(() => {}),
    logTail: () => lastLog(),
  }

  async function readyOrDead(
    process: ServerProcess,
    plan: CommandServer,
    signal: AbortSignal,
  ): Promise<void> {
    const dead = new AbortController()
    const death = process.ended.then((end) => {
      dead.abort()
      return end
    })
    const { ready } = plan
    try {
      await waitUntilReady({
        what: `the server ${plan.command[0]} at ${client.label}`,
        checks: readyChecks(ready, around, client, around.model),
        timeoutNs: ready.timeoutNs,
        signal: AbortSignal.any([signal, dead.signal]),
        hint: 'Does it listen at target.url? Allow more with server.ready.timeout, or change what server.ready asks.',
        tell: around.tell,
      })
    } catch (error) {
      if (!process.alive && !signal.aborted) throw diedAtStart(plan, await death, process.leftBehind)
      throw withLog(error, process.logTail())
    }
    // What answered may be another's: the command ended, and something else has its port.
    if (!process.alive) throw diedAtStart(plan, await death, process.leftBehind)
  }
}

/** Longest that what another process has left may take to end by itself. */
const leftStopMs = 30_000

/** Ends a server that another process has left, if that is still what has its number. Its children end with it. */
export async function endLeftCommand({ process_group, started_ticks }: LeftCommand): Promise<void> {
  if (started_ticks !== null && isThere(process_group, started_ticks))
    await endGroup(process_group, leftStopMs)
}

function staysFor(
  running: { readonly process: ServerProcess; readonly plan: CommandServer },
  plan: CommandServer,
  isNewBlock: boolean,
): boolean {
  if (!running.process.alive || plan.restart === 'cell' || (plan.restart === 'block' && isNewBlock))
    return false
  const startedBy = ({ command, environment, directory }: CommandServer): unknown => [
    command,
    environment,
    directory,
  ]
  return isDeepStrictEqual(startedBy(running.plan), startedBy(plan))
}

function occupied(url: string): TareError {
  return new TareError('server', `something answers at ${url} already, before the server was started`, {
    hint: 'Stop it, have the command listen on another port, or measure it as server.kind existing.',
  })
}

function diedAtStart(plan: CommandServer, death: ServerDeath, leftBehind: boolean): TareError {
  const { exitCode, signal, logTail } = death
  const how = signal === null ? `ended with status ${exitCode}` : `was killed by ${signal}`
  const hint = leftBehind
    ? 'Its children go on without it: have it run in the foreground (torchserve --foreground, docker run without -d).'
    : `Its log ends:\n${logTail || '(nothing was written)'}`
  return new TareError('server', `the server ${plan.command[0]} ${how} before it was ready`, { hint })
}

function withLog(error: unknown, logTail: string): unknown {
  if (!(error instanceof TareError) || error.code !== 'server' || logTail === '') return error
  const hint = `${error.hint ?? ''}\nIts log ends:\n${logTail}`.trimStart()
  return new TareError(error.code, error.message, { hint, cause: error })
}

import { TareError } from '../errors.ts'
import { resolveHeaders } from '../plan/headers.ts'
import type { Plan, TargetPlan } from '../plan/plan.ts'
import type { ServerPlan } from '../plan/server-plan.ts'
import { type ConductOptions, conduct, type RunOutcome } from '../run/conduct.ts'
import type { Rescale } from '../run/scale-storm/run-scale-storm.ts'
import { readCa } from '../run/target-address.ts'
import { journalFolder } from '../server/journal/server-journal.ts'
import type { ManagedServer, ServerDeath, ServerSurroundings } from '../server/managed-server.ts'
import { openServer } from '../server/open-server.ts'
import { putBackLeft } from '../server/put-back-left.ts'
import { lockServers } from '../server/server-lock.ts'

/** The servers under management of one or many runs: each is found as it was left, and put back by `close`. */
export interface ServerPool {
  /**
   * The plan's server; null when nothing is managed. In a new `block` servers are told that one begins. What isn't managed is put
   * back first if a Tare that was killed has left it changed; what is, by its own first `apply`.
   */
  serverFor(
    plan: Plan,
    options: Pick<MeasureOptions, 'env' | 'logFile' | 'block' | 'tell'>,
  ): Promise<ManagedServer | null>
  /** Puts the plan's server back before the others, where it is managed and was asked for; the next `serverFor` finds it anew. */
  closeServer(plan: Plan): Promise<void>
  /** Puts every server back as it was found. Throws the first failure after having tried all. */
  close(): Promise<void>
}

/**
 * `whenMeasured` is what comes of a server that another Tare measures: nothing managed is touched in either case, but two single
 * runs may be meant to meet (`tell`), two series of runs never are (`refuse`: TareError 'server').
 */
export function createServerPool(whenMeasured: 'refuse' | 'tell'): ServerPool {
  const servers = new Map<string, ManagedServer>()
  const unmanaged = new Map<string, () => void>()
  let latestBlock = 0
  const claim = (url: string, tell: (line: string) => void): void => {
    if (unmanaged.has(url)) return
    try {
      unmanaged.set(url, lockServers([url]))
    } catch (error) {
      if (whenMeasured === 'refuse' || !(error instanceof TareError)) throw error
      tell(`${error.message}: the two measure each other`)
    }
  }
  return {
    async serverFor({ server, target }, { env, logFile, block, tell }) {
      if (block !== latestBlock) for (const each of servers.values()) each.blockBegins()
      latestBlock = block
      if (server === null) {
        if (target.url !== null) {
          claim(target.url, tell)
          await putBackLeft([target.url], surroundingsOf(target, target.url, { env, logFile, tell }), null)
        }
        return null
      }
      if (target.url === null) {
        throw new TareError('plan', `server.kind ${server.kind} needs target.url: where its requests go`, {
          hint: 'Give the URL, or leave the section server out to measure the embedded simulator.',
        })
      }
      const key = keyOf(server, target)
      const open = servers.get(key)
      if (open !== undefined) return open
      // What another model's cell has left there would be in the way: a port that is taken, workers that compete.
      for (const [other, managed] of servers) {
        if (JSON.parse(other)[1] !== target.url) continue
        await managed.close()
        servers.delete(other)
      }
      const opened = openServer(server, surroundingsOf(target, target.url, { env, logFile, tell }))
      servers.set(key, opened)
      return opened
    },
    async closeServer({ server, target }) {
      const key = server === null ? '' : keyOf(server, target)
      await servers.get(key)?.close()
      servers.delete(key)
    },
    async close() {
      const closings = await Promise.allSettled(Array.from(servers.values(), (server) => server.close()))
      servers.clear()
      for (const release of unmanaged.values()) release()
      unmanaged.clear()
      for (const closing of closings) if (closing.status === 'rejected') throw closing.reason
    },
  }
}

function keyOf({ kind }: ServerPlan, { url, model }: TargetPlan): string {
  return JSON.stringify([kind, url, model])
}

function surroundingsOf(
  target: TargetPlan,
  targetUrl: string,
  { env, logFile, tell }: Pick<ServerSurroundings, 'env' | 'logFile' | 'tell'>,
): ServerSurroundings {
  const ca = target.caFile === null ? {} : { caPem: readCa(target.caFile) }
  return {
    targetUrl,
    model: target.model,
    api: target.api,
    headers: resolveHeaders(target, env),
    tls: { verify: !target.insecure, ...ca },
    env,
    logFile,
    stateFolder: journalFolder(env),
    tell,
  }
}

export interface MeasureOptions extends Omit<ConductOptions, 'serverPid' | 'rescale'> {
  /** Which round of a sweep it is: a server may be restarted for each. */
  readonly block: number
  /** For the output of a server that Tare starts. */
  readonly logFile: string
  /** Tells the user one line. */
  readonly tell: (line: string) => void
}

export interface MeasuredOnServer extends RunOutcome {
  /** What the server said that its settings are. */
  readonly settings: Readonly<Record<string, string | number>>
}

/**
 * Brings the plan's server to its settings and runs the plan on it. When a server that Tare started dies meanwhile the run is ended
 * and the error has the end of its log.
 */
export async function measureOnServer(
  servers: ServerPool,
  options: MeasureOptions,
): Promise<MeasuredOnServer> {
  const { plan, stop } = options
  const server = await servers.serverFor(plan, options)
  if (server === null || plan.server === null) return { ...(await conduct(options)), settings: {} }
  const { settings, pid } = await server.apply(plan.server, stop)
  const ended = new AbortController()
  let death: TareError | null = null
  void server.died.then((how) => {
    death = deathError(how)
    ended.abort()
  })
  let failure: unknown = null
  let outcome: RunOutcome | null = null
  try {
    await server.runBegins()
    const pinned = pid === null ? {} : { serverPid: pid }
    const rescale: Rescale = (workers, watch) => server.rescale(workers, watch)
    outcome = await conduct({ ...options, ...pinned, rescale, stop: AbortSignal.any([stop, ended.signal]) })
  } catch (error) {
    failure = error
  }
  // What the run itself says goes before what its end does.
  await server.runEnds().catch((error: unknown) => {
    failure ??= error
  })
  if (death !== null) throw death
  if (failure !== null) throw failure
  return { ...outcome!, settings }
}

function deathError({ exitCode, signal, logTail }: ServerDeath): TareError {
  const how = signal === null ? `exit status ${exitCode}` : `signal ${signal}`
  return new TareError('server', `the server died while it was measured (${how})`, {
    hint: `The end of its log:\n${logTail}`,
  })
}

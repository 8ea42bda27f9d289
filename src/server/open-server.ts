import { TareError } from '../errors.ts'
import type { ServerPlan } from '../plan/server-plan.ts'
import { createCommandServer } from './command/command-server.ts'
import { createExistingServer } from './existing/existing-server.ts'
import { createServerJournal, type ServerJournal } from './journal/server-journal.ts'
import { createKserveV2Server } from './kserve-v2/kserve-v2-server.ts'
import type { ManagedServer, ServerDeath, ServerSurroundings } from './managed-server.ts'
import { createOpenAiServer } from './openai/openai-server.ts'
import { putBackLeft } from './put-back-left.ts'
import type { ServerAdapter } from './server-adapter.ts'
import { lockServers } from './server-lock.ts'
import { createTorchServeServer } from './torchserve/torchserve-server.ts'

/**
 * A server under management, by its plan's kind. Nothing is asked or changed before the first `apply`, which also takes the
 * lock on the server (TareError 'server' when another process has it), and puts back what a process that was killed has left.
 */
export function openServer(plan: ServerPlan, around: ServerSurroundings): ManagedServer {
  const urls = urlsOf(plan, around)
  const journal = createServerJournal(around.stateFolder, urls)
  const adapter = adapterFor(plan, around, journal)
  const closing = new AbortController()
  const never = new Promise<ServerDeath>(() => {})
  let unlock: (() => void) | null = null
  let isAsLeft = true
  let last: Promise<unknown> = Promise.resolve()
  let closed: Promise<void> | null = null

  /** One call at a time: what `close` puts back must be the end of what `apply` has done. */
  const inTurn = <T>(call: () => Promise<T>): Promise<T> => {
    const result = last.then(call)
    last = result.catch(() => {})
    return result
  }

  const refuseClosed = (): void => {
    if (closing.signal.aborted)
      throw new TareError('interrupted', `the server at ${around.targetUrl} was put back`)
  }

  return {
    apply: (next, signal) =>
      inTurn(async () => {
        refuseClosed()
        if (next.kind !== plan.kind) {
          throw new TareError(
            'internal',
            `a server of kind ${plan.kind} can't become one of kind ${next.kind}`,
          )
        }
        const refuseAborted = (): void => {
          if (signal.aborted) throw new TareError('interrupted', 'interrupted before the server was changed')
        }
        refuseAborted()
        unlock ??= lockServers(urls)
        if (isAsLeft) await putBackLeft(urls, around, 'tokenEnv' in next ? next.tokenEnv : null)
        isAsLeft = false
        refuseAborted()
        return adapter.apply(next, AbortSignal.any([signal, closing.signal]))
      }),
    blockBegins: () => adapter.blockBegins?.(),
    rescale: (workers, watch) =>
      inTurn(async () => {
        refuseClosed()
        if (adapter.rescale === undefined) {
          throw new TareError('internal', `a server of kind ${plan.kind} can't be scaled while it runs`)
        }
        return adapter.rescale(workers, watch)
      }),
    runBegins: () =>
      inTurn(async () => {
        refuseClosed()
        await adapter.runBegins?.()
      }),
    runEnds: () => inTurn(async () => adapter.runEnds?.()),
    get died() {
      return adapter.died?.() ?? never
    },
    logTail: () => adapter.logTail?.() ?? null,
    close() {
      closing.abort()
      closed ??= inTurn(async () => {
        await adapter.restore()
        journal.clear()
        unlock?.()
        unlock = null
      }).catch((error: unknown) => {
        closed = null
        throw withNote(error, journal.file)
      })
      return closed
    },
  }
}

/** Who can't put a server back says where it is written what it was like. */
function withNote(error: unknown, file: string | null): unknown {
  if (!(error instanceof TareError) || file === null) return error
  const note = `It is noted in ${file}, and the next tare run on it tries again; remove that file if it is put back by hand.`
  return new TareError(error.code, error.message, {
    hint: `${error.hint ?? ''} ${note}`.trimStart(),
    cause: error,
  })
}

function adapterFor(plan: ServerPlan, around: ServerSurroundings, journal: ServerJournal): ServerAdapter {
  switch (plan.kind) {
    case 'existing':
      return createExistingServer(around)
    case 'command':
      return createCommandServer(around, journal)
    case 'torchserve':
      return createTorchServeServer(around, journal)
    case 'kserve-v2':
      return createKserveV2Server(around, journal)
    case 'openai':
      return createOpenAiServer(around, journal)
  }
}

function urlsOf(plan: ServerPlan, { targetUrl }: ServerSurroundings): readonly string[] {
  const managementUrl = 'managementUrl' in plan ? plan.managementUrl : null
  return managementUrl === null ? [targetUrl] : [targetUrl, managementUrl]
}

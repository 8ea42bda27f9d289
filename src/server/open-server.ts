import { TareError } from '../errors.ts'
import type { ServerPlan } from '../plan/server-plan.ts'
import { createCommandServer } from './command/command-server.ts'
import { createExistingServer } from './existing/existing-server.ts'
import { createKserveV2Server } from './kserve-v2/kserve-v2-server.ts'
import type { ManagedServer, ServerDeath, ServerSurroundings } from './managed-server.ts'
import { createOpenAiServer } from './openai/openai-server.ts'
import type { ServerAdapter } from './server-adapter.ts'
import { lockServers } from './server-lock.ts'
import { createTorchServeServer } from './torchserve/torchserve-server.ts'

/**
 * A server under management, by its plan's kind. Nothing is asked or changed before the first `apply`, which also takes the
 * lock on the server: TareError 'server' when another process has it.
 */
export function openServer(plan: ServerPlan, around: ServerSurroundings): ManagedServer {
  const adapter = adapterFor(plan, around)
  const closing = new AbortController()
  const never = new Promise<ServerDeath>(() => {})
  let unlock: (() => void) | null = null
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
        if (signal.aborted) throw new TareError('interrupted', 'interrupted before the server was changed')
        unlock ??= lockServers(urlsOf(next, around))
        return adapter.apply(next, AbortSignal.any([signal, closing.signal]))
      }),
    blockBegins: () => adapter.blockBegins?.(),
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
        unlock?.()
        unlock = null
      }).catch((error: unknown) => {
        closed = null
        throw error
      })
      return closed
    },
  }
}

function adapterFor(plan: ServerPlan, around: ServerSurroundings): ServerAdapter {
  switch (plan.kind) {
    case 'existing':
      return createExistingServer(around)
    case 'command':
      return createCommandServer(around)
    case 'torchserve':
      return createTorchServeServer(around)
    case 'kserve-v2':
      return createKserveV2Server(around)
    case 'openai':
      return createOpenAiServer(around)
  }
}

function urlsOf(plan: ServerPlan, { targetUrl }: ServerSurroundings): readonly string[] {
  const managementUrl = 'managementUrl' in plan ? plan.managementUrl : null
  return managementUrl === null ? [targetUrl] : [targetUrl, managementUrl]
}

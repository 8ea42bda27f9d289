import { TareError } from '../../errors.ts'
import type { OpenAiServer } from '../../plan/server-plan.ts'
import { createHttpClient, type HttpClient } from '../http/http-client.ts'
import { said } from '../http/said.ts'
import type { LeftEngine } from '../journal/left-server.ts'
import type { ServerJournal } from '../journal/server-journal.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { readyChecks } from '../ready/ready-checks.ts'
import { waitUntilReady } from '../ready/wait-until-ready.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { serverKey } from '../server-key.ts'
import { targetClient } from '../target-client.ts'
import { callHook, loadLora, resetCache, startProfile, stopProfile, unloadLora } from './engine-hooks.ts'

type Lora = NonNullable<OpenAiServer['lora']>

const leastTimeoutMs = 30_000

/** An engine with OpenAI's API: a LoRA adapter loaded for as long as it is measured, caches reset, profiler around runs. */
export function createOpenAiServer(
  around: ServerSurroundings,
  journal: ServerJournal,
): ServerAdapter<OpenAiServer> {
  const client = targetClient(around)
  let plan: OpenAiServer | null = null
  let ours: Lora | null = null
  let isProfiling = false

  /** Said before the engine is changed to it, and after it was put back. */
  const note = (lora: Lora | null, profiling: boolean): void => {
    const left: LeftEngine = { kind: 'openai', url: client.label, lora: lora?.name ?? null, profiling }
    if (left.lora === null && !profiling) journal.forget('openai')
    else journal.note(left)
  }

  const unload = async (): Promise<void> => {
    if (ours === null) return
    await unloadIfListed(client, ours.name)
    ours = null
    note(ours, isProfiling)
  }

  const endProfile = async (): Promise<void> => {
    if (!isProfiling) return
    isProfiling = false
    await callHook(client, stopProfile)
    note(ours, isProfiling)
  }

  return {
    async apply(next, signal) {
      plan = next
      const { lora, ready } = next
      if (lora !== null && around.model === null) throw noModelFor(lora)
      const isOfAdapter = lora !== null && around.model === lora.name
      const wait = (model: string | null): Promise<void> =>
        waitUntilReady({
          what: `the engine at ${client.label}`,
          checks: readyChecks(ready, around, client, model),
          timeoutNs: ready.timeoutNs,
          signal,
          hint: 'Allow more with server.ready.timeout, or change what server.ready asks.',
          tell: around.tell,
        })
      await wait(isOfAdapter ? null : around.model)
      if (ours !== null && (ours.name !== lora?.name || ours.path !== lora.path)) await unload()
      if (lora === null) return { settings: {}, pid: null }
      const timeoutMs = Math.max(leastTimeoutMs, ready.timeoutNs / 1e6)
      const present = (await listModels(client)).find(({ id }) => id === lora.name)
      if (present === undefined) {
        note(lora, isProfiling)
        ours = lora
        await callHook(client, loadLora(lora.name, lora.path, timeoutMs))
      } else if (ours === null && present.root !== lora.path) {
        throw anotherLora(client, lora, present.root)
      }
      if (!(await listModels(client)).some(({ id }) => id === lora.name)) throw ignored(client, lora)
      return { settings: { lora: lora.name }, pid: null }
    },
    async runBegins() {
      if (plan?.resetCache === true) await callHook(client, resetCache)
      if (plan?.profile === true) {
        note(ours, true)
        await callHook(client, startProfile)
        isProfiling = true
      }
    },
    runEnds: endProfile,
    async restore() {
      const ends = [await settled(endProfile()), await settled(unload())]
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    },
  }
}

/** Puts back what another process has left. An engine that refuses to stop its profiler hasn't one that runs. */
export async function restoreEngine(
  { url, lora, profiling }: LeftEngine,
  around: ServerSurroundings,
): Promise<void> {
  const headers = serverKey(url) === serverKey(around.targetUrl) ? around.headers : {}
  const client = createHttpClient(url, headers, around.tls)
  if (lora !== null) await unloadIfListed(client, lora)
  if (profiling) await client.ask('POST', stopProfile.paths[0]!, { timeoutMs: stopProfile.timeoutMs })
}

async function unloadIfListed(client: HttpClient, name: string): Promise<void> {
  if ((await listModels(client)).some(({ id }) => id === name)) {
    await callHook(client, unloadLora(name, leastTimeoutMs))
  }
}

async function settled(promise: Promise<void>): Promise<PromiseSettledResult<void>> {
  return (await Promise.allSettled([promise]))[0]
}

interface ListedModel {
  readonly id: string
  /** vLLM: the path of an adapter. */
  readonly root: string | null
}

async function listModels(client: HttpClient): Promise<readonly ListedModel[]> {
  const answer = await client.ask('GET', '/v1/models', { timeoutMs: leastTimeoutMs })
  const { data } = (typeof answer.value === 'object' && answer.value !== null ? answer.value : {}) as {
    data?: unknown
  }
  if (answer.status !== 200 || !Array.isArray(data)) {
    throw new TareError('server', `GET ${client.label}/v1/models answered ${said(answer)}`, {
      hint: 'The adapter is looked for there: check target.url.',
    })
  }
  return data.map((model: unknown) => {
    const { id, root } = (model ?? {}) as Record<string, unknown>
    return { id: String(id), root: typeof root === 'string' ? root : null }
  })
}

function noModelFor({ name }: Lora): TareError {
  return new TareError('server', `the LoRA adapter ${name} would be loaded, and not be used`, {
    hint: `Give target.model: ${name} to measure the adapter, or its base model to measure that beside it.`,
  })
}

function anotherLora({ label }: HttpClient, { name, path }: Lora, root: string | null): TareError {
  return new TareError(
    'server',
    `${label} has a model ${name} already, from ${root ?? 'elsewhere'}, not from ${path}`,
    {
      hint: 'Give the adapter another name in server.lora, or leave server.lora out to measure the one that is there.',
    },
  )
}

function ignored({ label }: HttpClient, { name }: Lora): TareError {
  return new TareError('server', `${label} doesn't list ${name} after it was loaded`, {
    hint: 'See the engine’s log.',
  })
}

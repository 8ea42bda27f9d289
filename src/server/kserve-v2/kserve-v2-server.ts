import { isDeepStrictEqual } from 'node:util'
import { TareError } from '../../errors.ts'
import type { KserveV2Server } from '../../plan/server-plan.ts'
import { createHttpClient, type HttpClient } from '../http/http-client.ts'
import { said } from '../http/said.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { healthCheck } from '../ready/ready-checks.ts'
import { type ReadyCheck, waitUntilReady } from '../ready/wait-until-ready.ts'
import { type ComparedSetting, refuseOtherSettings } from '../refuse-other-settings.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { targetClient } from '../target-client.ts'
import { asksForConfig, configDifferences, type ModelConfig, mergeConfig } from './model-config.ts'
import { createRepositoryApi, type RepositoryApi } from './repository-api.ts'

const leastTimeoutMs = 30_000

/** How a model was found, so that it can be left so. */
interface Found {
  readonly api: RepositoryApi
  readonly model: string
  /** Null when it wasn't loaded. */
  readonly config: ModelConfig | null
}

/** A model in the repository of a KServe V2 server, loaded with the plan's configuration and put back at the end. */
export function createKserveV2Server(around: ServerSurroundings): ServerAdapter<KserveV2Server> {
  const target = targetClient(around)
  let found: Found | null = null
  /** What plans are merged over: the configuration before any change. */
  let original: ModelConfig | null = null
  /** What was last loaded, and what the server said then, which may have more. */
  let loaded: { readonly wanted: ModelConfig; readonly said: ModelConfig } | null = null
  let isChanged = false

  return {
    async apply(plan, signal) {
      const client = clientFor(plan, around, target)
      const api = createRepositoryApi(client, Math.max(leastTimeoutMs, plan.ready.timeoutNs / 1e6))
      found ??= await find(api, around.model)
      const { model } = found
      if (found.config === null && original === null) {
        isChanged = true
        await api.load(model, null)
      }
      if (original === null) {
        original = found.config ?? (await api.config(model))
        loaded = { wanted: original, said: original }
      }
      goOn(signal, model)
      const wanted = asksForConfig(plan) ? mergeConfig(original, plan) : original
      if (!isDeepStrictEqual(loaded, { wanted, said: await api.config(model) })) {
        isChanged = true
        loaded = null
        await api.load(model, wanted)
        loaded = { wanted, said: await api.config(model) }
      }
      const { healthPath } = plan.ready
      await waitUntilReady({
        what: `${model} at ${client.label}`,
        checks: [
          modelReady(client, model),
          ...(healthPath === null ? [] : [healthCheck(target, healthPath)]),
        ],
        timeoutNs: plan.ready.timeoutNs,
        signal,
        hint: 'See the server’s log; allow more with server.ready.timeout.',
      })
      return { settings: settingsOf(client.label, model, await api.config(model), plan), pid: null }
    },
    async restore() {
      if (found === null || !isChanged) return
      await putBack(found)
      isChanged = false
      original = null
      loaded = null
    },
  }
}

/** The target's headers go to the target only: they may hold its key. */
function clientFor(plan: KserveV2Server, around: ServerSurroundings, target: HttpClient): HttpClient {
  const { managementUrl } = plan
  if (managementUrl === null) return target
  const isTarget = sameOrigin(managementUrl, around.targetUrl)
  return createHttpClient(managementUrl, isTarget ? around.headers : {}, around.tls)
}

function sameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin
}

async function find(api: RepositoryApi, named: string | null): Promise<Found> {
  const models = await api.index()
  const names = [...models.keys()]
  const model = named ?? (names.length === 1 ? names[0]! : null)
  if (model === null) {
    throw new TareError(
      'server',
      `the repository of ${api.label} has ${names.length} models: ${names.join(', ') || 'none'}`,
      {
        hint: 'Say which to measure with target.model.',
      },
    )
  }
  if (!models.has(model)) {
    throw new TareError(
      'server',
      `the repository of ${api.label} has no model ${model}; it has ${names.join(', ') || 'none'}`,
      {
        hint: 'Check target.model.',
      },
    )
  }
  return { api, model, config: models.get(model) === true ? await api.config(model) : null }
}

function modelReady(client: HttpClient, model: string): ReadyCheck {
  const path = `/v2/models/${encodeURIComponent(model)}/ready`
  return async (timeoutMs, signal) => {
    const answer = await client.ask('GET', path, { timeoutMs, signal })
    return answer.status === 200 ? null : `GET ${path} answered ${said(answer)}`
  }
}

function goOn(signal: AbortSignal, model: string): void {
  if (signal.aborted) throw new TareError('interrupted', `interrupted while ${model} was set up`)
}

/** Reads every asked setting back; only what was asked for is told, by the plan file's names. */
function settingsOf(
  label: string,
  model: string,
  read: ModelConfig,
  plan: KserveV2Server,
): Readonly<Record<string, string | number>> {
  const { batchSize, maxBatchDelayUs, instances } = plan
  const asked = mergeConfig({}, { ...plan, instances: null })
  const groups = Array.isArray(read.instance_group) ? (read.instance_group as readonly unknown[]) : []
  const counts = groups.map((group) => Number((group as { count?: unknown } | null)?.count ?? 1))
  const wrongCount =
    instances !== null && (counts.length === 0 || counts.some((count) => count !== instances))
  const other: ComparedSetting[] = configDifferences(asked, read).map((one) => [
    one.path,
    one.asked,
    one.read,
  ])
  if (wrongCount) other.push(['instance_group[].count', instances, counts])
  refuseOtherSettings(
    `${model} at ${label}`,
    'The server loaded the model without this: see its log for why.',
    other,
  )
  return {
    ...(batchSize === null ? {} : { batch_size: batchSize }),
    ...(maxBatchDelayUs === null ? {} : { max_batch_delay_us: maxBatchDelayUs }),
    ...(instances === null ? {} : { instances }),
  }
}

async function putBack({ api, model, config }: Found): Promise<void> {
  try {
    if (config === null) {
      if ((await api.index()).get(model) === true) await api.unload(model)
      return
    }
    await api.load(model, config)
    const [left] = configDifferences(config, await api.config(model))
    if (left !== undefined) {
      throw new Error(`${left.path} is ${JSON.stringify(left.read)}, and was ${JSON.stringify(left.asked)}`)
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TareError('server', `can't put ${model} back at ${api.label}: ${reason}`, {
      hint:
        config === null
          ? `It wasn't loaded: curl -X POST '${api.label}/v2/repository/models/${encodeURIComponent(model)}/unload'.`
          : 'Load it again with the configuration that it had.',
      cause,
    })
  }
}

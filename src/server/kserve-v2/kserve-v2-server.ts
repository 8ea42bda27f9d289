import { isDeepStrictEqual } from 'node:util'
import { TareError } from '../../errors.ts'
import type { KserveV2Server } from '../../plan/server-plan.ts'
import { createHttpClient, type HttpClient } from '../http/http-client.ts'
import { said } from '../http/said.ts'
import type { LeftKserveV2Model } from '../journal/left-server.ts'
import type { ServerJournal } from '../journal/server-journal.ts'
import { withoutSecrets } from '../journal/without-secrets.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { healthCheck } from '../ready/health-check.ts'
import { readyPath } from '../ready/ready-path.ts'
import { type ReadyCheck, waitUntilReady } from '../ready/wait-until-ready.ts'
import { type ComparedSetting, refuseOtherSettings } from '../refuse-other-settings.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { serverKey } from '../server-key.ts'
import { targetClient } from '../target-client.ts'
import { asksForConfig, configDifferences, type ModelConfig, mergeConfig } from './model-config.ts'
import { createRepositoryApi, type RepositoryApi } from './repository-api.ts'
import { restoreLeftModel, restoreModel } from './restore-model.ts'

const leastTimeoutMs = 30_000

/** How a model was found, so that it can be left so. */
interface Found {
  readonly api: RepositoryApi
  readonly model: string
  readonly isLoaded: boolean
  /** Null when it wasn't loaded, and where the server tells none. */
  readonly config: ModelConfig | null
}

/** A model in the repository of a KServe V2 server, loaded with the plan's configuration and put back at the end. */
export function createKserveV2Server(
  around: ServerSurroundings,
  journal: ServerJournal,
): ServerAdapter<KserveV2Server> {
  const target = targetClient(around)
  let found: Found | null = null
  /** What plans are merged over: the configuration before any change, which is null where the server tells none. */
  let original: { readonly config: ModelConfig | null } | null = null
  /** What was last loaded, and what the server said then, which may have more. */
  let loaded: { readonly wanted: ModelConfig; readonly said: ModelConfig | null } | null = null
  let isChanged = false

  /** Said before it is changed. */
  const changing = (is: Found, timeoutMs: number): void => {
    if (!isChanged) journal.note(leftOf(is, timeoutMs))
    isChanged = true
  }

  return {
    async apply(plan, signal) {
      const client = clientFor(plan, around, target)
      const timeoutMs = Math.max(leastTimeoutMs, plan.ready.timeoutNs / 1e6)
      const api = createRepositoryApi(client, timeoutMs)
      found ??= await find(api, around.model)
      const { model } = found
      if (original === null) {
        if (!found.isLoaded) {
          changing(found, timeoutMs)
          await api.load(model, null)
        }
        const config = found.config ?? (await api.config(model))
        original = { config }
        loaded = config && { wanted: config, said: config }
      }
      goOn(signal, model)
      const wanted = wantedConfig(original.config, plan, `${model} at ${client.label}`)
      if (wanted !== null && !isDeepStrictEqual(loaded, { wanted, said: await api.config(model) })) {
        changing(found, timeoutMs)
        loaded = null
        await api.load(model, wanted)
        loaded = { wanted, said: await api.config(model) }
      }
      const { healthPath } = plan.ready
      await waitUntilReady({
        what: `${model} at ${client.label}`,
        checks: [
          modelReady(client, around.model ?? model),
          ...(healthPath === null ? [] : [healthCheck(target, healthPath)]),
        ],
        timeoutNs: plan.ready.timeoutNs,
        signal,
        hint: 'See the server’s log; allow more with server.ready.timeout.',
        tell: around.tell,
      })
      const read = wanted === null ? {} : await api.config(model)
      return { settings: settingsOf(client.label, model, read ?? {}, plan), pid: null }
    },
    async restore() {
      if (found === null || !isChanged) return
      await restoreModel(found.api, leftOf(found, leastTimeoutMs), found.config)
      isChanged = false
      original = null
      loaded = null
    },
  }
}

/** Puts back what another process has left. */
export async function restoreKserveV2(left: LeftKserveV2Model, around: ServerSurroundings): Promise<void> {
  const headers = serverKey(left.url) === serverKey(around.targetUrl) ? around.headers : {}
  const client = createHttpClient(left.url, headers, around.tls)
  await restoreLeftModel(createRepositoryApi(client, left.timeout_ms), left)
}

function leftOf({ api, model, isLoaded, config }: Found, timeoutMs: number): LeftKserveV2Model {
  return {
    kind: 'kserve-v2',
    url: api.label,
    timeout_ms: timeoutMs,
    model,
    is_loaded: isLoaded,
    config: config && withoutSecrets(config),
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
  const model = named === null ? (names.length === 1 ? names[0]! : null) : withoutVersion(named)
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
  const isLoaded = models.get(model) === true
  return { api, model, isLoaded, config: isLoaded ? await api.config(model) : null }
}

/**
 * What has to be loaded; null where the server tells no configuration, and so takes none that could be read back. Such a server
 * answers a load with a configuration in it as if it had heeded it, so it isn't asked.
 */
function wantedConfig(original: ModelConfig | null, plan: KserveV2Server, where: string): ModelConfig | null {
  if (!asksForConfig(plan)) return original
  if (original !== null) return mergeConfig(original, plan)
  const { config, batchSize, maxBatchDelayUs, instances } = plan
  const asked = Object.entries({
    config,
    batch_size: batchSize,
    max_batch_delay_us: maxBatchDelayUs,
    instances,
  }).flatMap(([name, value]) => (value === null ? [] : `server.${name}`))
  throw new TareError(
    'server',
    `${where} has no configuration that could be read back, so ${asked.join(', ')} can't be set and checked`,
    {
      hint: 'The server lacks Triton’s model configuration extension. Leave the settings out, or have Tare start the server with them: server.kind command.',
    },
  )
}

/** Requests may go to `resnet/versions/2`; a repository loads all versions of a model at once. */
function withoutVersion(named: string): string {
  return named.replace(/\/versions\/[^/]+$/, '')
}

function modelReady(client: HttpClient, model: string): ReadyCheck {
  const path = readyPath(model)
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

import { TareError } from '../../errors.ts'
import type { Answer, HttpClient, Method } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import type { ManagementAccess } from '../journal/left-server.ts'
import { managementError } from './management-error.ts'
import type { ManagementKey } from './management-key.ts'
import { type ModelVersion, readModelVersions, readNames } from './model-version.ts'

/** What a registration sets. Every value is sent: what TorchServe's documents call a default isn't what its code does. */
export interface Registration {
  readonly url: string
  readonly batchSize: number
  readonly maxBatchDelayMs: number
  readonly initialWorkers: number
  readonly responseTimeoutS: number
  readonly startupTimeoutS: number
  /** Null leaves it to the archive. */
  readonly runtime: string | null
}

/** TorchServe's management API (port 8081), of one model or workflow. Its calls throw TareError 'server'. */
export interface ManagementApi {
  readonly label: string
  /** How it is reached again, for the journal. */
  readonly access: ManagementAccess
  modelNames(): Promise<readonly string[]>
  /** All versions; empty when the model isn't registered. */
  versions(model: string): Promise<readonly ModelVersion[]>
  defaultVersion(model: string): Promise<string | null>
  register(model: string, registration: Registration): Promise<void>
  scale(model: string, version: string, minWorkers: number, maxWorkers: number): Promise<void>
  setDefault(model: string, version: string): Promise<void>
  /** Fine when it isn't there. */
  unregister(model: string, version: string): Promise<void>
  /** The raw request, for workflows: throws only when there is no answer, or the token is refused. */
  ask(method: Method, path: string): Promise<Answer>
  failure(what: string, answer: Answer): TareError
}

export interface ManagementOptions {
  readonly client: HttpClient
  /** Longest that a registration or scaling may take, which load the model. */
  readonly timeoutMs: number
  readonly tokenEnv: string | null
  readonly key: ManagementKey
}

export function createManagementApi({ client, timeoutMs, tokenEnv, key }: ManagementOptions): ManagementApi {
  const failure = (what: string, answer: Answer): TareError =>
    managementError({ label: client.label, what, answer, keyHint: key.hint(client.label) })

  /** A request whose key is refused hasn't been obeyed: it is made once more when there is another key by now. */
  const ask = async (method: Method, path: string): Promise<Answer> => {
    const once = (): Promise<Answer> => client.ask(method, path, { timeoutMs, headers: key.headers() })
    let answer = await once()
    if (refusesKey(answer) && (await key.renew())) answer = await once()
    if (!refusesKey(answer)) key.wasTaken()
    return answer
  }

  /** 206: TorchServe has stopped waiting for workers that still start; polling tells how that ends. */
  const change = async (method: Method, path: string, what: string): Promise<void> => {
    const answer = await ask(method, path)
    if (answer.status !== 200 && answer.status !== 202 && answer.status !== 206) throw failure(what, answer)
  }

  const describe = async (model: string, version: 'all' | null): Promise<readonly ModelVersion[]> => {
    const path = `${modelPath(model)}${version === null ? '' : `/${version}`}`
    const answer = await ask('GET', path)
    if (answer.status === 404) return []
    const versions = answer.status === 200 ? readModelVersions(answer.value) : null
    if (versions !== null) return versions
    if (answer.status !== 200) throw failure(`describing the model ${model}`, answer)
    throw new TareError(
      'server',
      `GET ${client.label}${path} doesn't answer as TorchServe's management API: ${said(answer)}`,
      {
        hint: 'Check server.management_url: TorchServe’s management port is 8081 unless its configuration says otherwise.',
      },
    )
  }

  return {
    label: client.label,
    access: { management_url: client.label, token_env: tokenEnv, timeout_ms: timeoutMs },
    ask,
    failure,
    async modelNames() {
      const answer = await ask('GET', '/models?limit=100')
      const names = readNames(answer.value)
      if (answer.status !== 200 || names === null) throw failure('listing the models', answer)
      return names
    },
    versions: (model) => describe(model, 'all'),
    async defaultVersion(model) {
      return (await describe(model, null))[0]?.version ?? null
    },
    register(model, registration) {
      const query = new URLSearchParams({
        url: registration.url,
        model_name: model,
        batch_size: String(registration.batchSize),
        max_batch_delay: String(registration.maxBatchDelayMs),
        initial_workers: String(registration.initialWorkers),
        synchronous: 'true',
        response_timeout: String(registration.responseTimeoutS),
        startup_timeout: String(registration.startupTimeoutS),
        ...(registration.runtime === null ? {} : { runtime: registration.runtime }),
      })
      return change('POST', `/models?${query.toString()}`, `registering ${registration.url} as ${model}`)
    },
    scale(model, version, minWorkers, maxWorkers) {
      const query = new URLSearchParams({
        min_worker: String(minWorkers),
        max_worker: String(maxWorkers),
        synchronous: 'true',
      })
      const what = `scaling ${model} ${version} to ${minWorkers} to ${maxWorkers} workers`
      return change('PUT', `${modelPath(model)}/${encodeURIComponent(version)}?${query.toString()}`, what)
    },
    setDefault: (model, version) =>
      change(
        'PUT',
        `${modelPath(model)}/${encodeURIComponent(version)}/set-default`,
        `making ${version} the default of ${model}`,
      ),
    async unregister(model, version) {
      const answer = await ask('DELETE', `${modelPath(model)}/${encodeURIComponent(version)}`)
      if (answer.status !== 200 && answer.status !== 404) {
        throw failure(`unregistering ${model} ${version}`, answer)
      }
    },
  }
}

function modelPath(model: string): string {
  return `/models/${encodeURIComponent(model)}`
}

import { TareError } from '../../errors.ts'
import { isMapping } from '../../plan/is-mapping.ts'
import type { Answer, HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import type { ModelConfig } from './model-config.ts'

/** The model repository and configuration extensions of a KServe V2 server. Its calls throw TareError 'server'. */
export interface RepositoryApi {
  readonly label: string
  /** Names in the repository, with whether each is ready. */
  index(): Promise<ReadonlyMap<string, boolean>>
  /** Null: the server has no model configuration extension, which is Triton's own and not of the protocol. */
  config(model: string): Promise<ModelConfig | null>
  /** Null: with the configuration that is in the repository. */
  load(model: string, config: ModelConfig | null): Promise<void>
  unload(model: string): Promise<void>
}

export function createRepositoryApi(client: HttpClient, timeoutMs: number): RepositoryApi {
  const { label } = client

  const demand = (answer: Answer, what: string): Answer => {
    if (answer.status === 200) return answer
    const hint = refusesKey(answer) || answer.status === 403 ? keyHint : hintFor(answer)
    throw new TareError('server', `${label}: ${what} failed: ${said(answer)}`, { hint })
  }
  const post = async (path: string, json: unknown, what: string): Promise<Answer> =>
    demand(await client.ask('POST', path, { json, timeoutMs }), what)

  return {
    label,
    async index() {
      const { value } = await post('/v2/repository/index', {}, 'listing the model repository')
      const models = new Map<string, boolean>()
      for (const entry of Array.isArray(value) ? (value as readonly unknown[]) : []) {
        const { name, state } = (entry ?? {}) as Record<string, unknown>
        // A model has an entry for each version: it serves when one does.
        if (typeof name === 'string') models.set(name, state === 'READY' || models.get(name) === true)
      }
      return models
    },
    async config(model) {
      const path = `/v2/models/${encodeURIComponent(model)}/config`
      const answer = await client.ask('GET', path, { timeoutMs })
      if (isUnknownPath(answer)) return null
      const { value } = demand(answer, `reading the configuration of ${model}`)
      if (isMapping(value)) return value
      throw new TareError('server', `GET ${label}${path} doesn't answer with a configuration`, {
        hint: 'The server needs the model configuration extension of Triton.',
      })
    },
    async load(model, config) {
      const json = config === null ? {} : { parameters: { config: JSON.stringify(config) } }
      await post(`/v2/repository/models/${encodeURIComponent(model)}/load`, json, `loading ${model}`)
    },
    async unload(model) {
      await post(`/v2/repository/models/${encodeURIComponent(model)}/unload`, {}, `unloading ${model}`)
    },
  }
}

function isUnknownPath({ status }: Answer): boolean {
  return status === 404 || status === 405 || status === 501
}

const keyHint = 'Give the header that it wants in target.headers (Triton’s --http-restricted-api names it).'

function hintFor(answer: Answer): string {
  if (/not allowed|polling/i.test(said(answer)) || answer.status === 503) {
    return 'Start Triton with --model-control-mode=explicit (and --load-model=*): otherwise it lets nobody load models.'
  }
  if (isUnknownPath(answer)) {
    return 'The server lacks the model repository extension: measure it as server.kind existing.'
  }
  return 'See the server’s log; the model is unchanged when loading it fails.'
}

import type { ApiName, TargetPlan } from '../plan/plan.ts'
import { type GetJsonOptions, getJson, type JsonAnswer } from './get-json.ts'
import type { TargetAddress } from './target-address.ts'
import { cannotConnect, refusesKey } from './target-errors.ts'

type ModelsOf = (value: unknown) => readonly string[]

/** How a server that speaks an API is asked for its models. TorchServe isn't asked: its list is on another port. */
interface ModelListing extends GetJsonOptions {
  readonly path: string
  readonly modelsOf: ModelsOf
}

const openaiListing: ModelListing = { path: '/v1/models', modelsOf: openaiModels }
const listings: Readonly<Record<ApiName, ModelListing | null>> = {
  'openai-chat': openaiListing,
  'openai-completions': openaiListing,
  torchserve: null,
  'torchserve-workflow': null,
  'kserve-v2': { path: '/v2/repository/index', body: {}, modelsOf: kserveModels },
}

/** Where models of an API are listed; null where they aren't. */
export function modelListPath(api: ApiName): string | null {
  return listings[api]?.path ?? null
}

/**
 * The models that a server lists, by the way of the plan's API; empty when it lists none. Throws TareError 'unreachable' or
 * 'target' when the server can't be asked.
 */
export async function listModels(
  { api, apiKeyEnv }: Pick<TargetPlan, 'api' | 'apiKeyEnv'>,
  target: TargetAddress,
  headers: Readonly<Record<string, string>>,
  stop: AbortSignal,
): Promise<readonly string[]> {
  const listing = listings[api]
  if (listing === null) return []
  const { path, modelsOf, ...options } = listing
  let answer: JsonAnswer
  try {
    answer = await getJson(target, path, headers, stop, options)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw cannotConnect(target, code === undefined ? message : `${message} (${code})`)
  }
  const { status, value } = answer
  if (status === 401 || status === 403)
    throw refusesKey(`${target.label} ${path}`, `HTTP ${status}`, apiKeyEnv)
  return modelsOf(value)
}

function openaiModels(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('data' in value) || !Array.isArray(value.data))
    return []
  return value.data.flatMap((model: unknown) =>
    typeof model === 'object' && model !== null && 'id' in model && typeof model.id === 'string'
      ? [model.id]
      : [],
  )
}

/** The repository's index has models that aren't loaded too; a server that gives no states has them all ready. */
function kserveModels(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  const models = value.flatMap((model: unknown) => {
    if (typeof model !== 'object' || model === null || !('name' in model)) return []
    const { name } = model
    const ready = !('state' in model) || model.state === 'READY'
    return ready && typeof name === 'string' ? [name] : []
  })
  return [...new Set(models)]
}

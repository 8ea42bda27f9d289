import { getJson, type JsonAnswer } from './get-json.ts'
import type { TargetAddress } from './target-address.ts'
import { cannotConnect, refusesKey } from './target-errors.ts'

const path = '/v1/models'

/**
 * Ids of the models that an OpenAI-compatible server lists under /v1/models; empty when it lists none. Throws
 * TareError 'unreachable' or 'target' when the server can't be asked.
 */
export async function listModels(
  target: TargetAddress,
  headers: Readonly<Record<string, string>>,
  apiKeyEnv: string | null,
  stop: AbortSignal,
): Promise<readonly string[]> {
  let answer: JsonAnswer
  try {
    answer = await getJson(target, path, headers, stop)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw cannotConnect(target, code === undefined ? message : `${message} (${code})`)
  }
  const { status, value } = answer
  if (status === 401 || status === 403)
    throw refusesKey(`${target.label} ${path}`, `HTTP ${status}`, apiKeyEnv)
  if (typeof value !== 'object' || value === null || !('data' in value) || !Array.isArray(value.data))
    return []
  return value.data.flatMap((model: unknown) =>
    typeof model === 'object' && model !== null && 'id' in model && typeof model.id === 'string'
      ? [model.id]
      : [],
  )
}

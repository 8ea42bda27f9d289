import { TareError } from '../errors.ts'
import type { Api } from './api.ts'
import { kserveV2 } from './kserve-v2/index.ts'
import { openaiChat } from './openai-chat/index.ts'
import { openaiCompletions } from './openai-completions/index.ts'
import { torchserve } from './torchserve/index.ts'
import { torchserveWorkflow } from './torchserve-workflow/index.ts'

/** Every API that Tare speaks. */
export const apis: readonly Api[] = [openaiChat, openaiCompletions, torchserve, torchserveWorkflow, kserveV2]

export const apiNames: readonly string[] = apis.map((api) => api.name)

/** The API of this name. Throws TareError('usage') when there is none. */
export function apiByName(name: string): Api {
  const api = apis.find((candidate) => candidate.name === name)
  if (api !== undefined) return api
  throw new TareError('usage', `unknown API '${name}'`, {
    hint: `Use one of ${apiNames.join(', ')}.`,
  })
}

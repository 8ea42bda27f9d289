import { TareError } from '../errors.ts'
import type { Prompt } from '../workload/prompt.ts'

/** The prompt, which must be one of words. Throws TareError('input'): a plan that is right has no other. */
export function requireText(prompt: Prompt): Extract<Prompt, { readonly kind: 'text' | 'messages' }> {
  if (prompt.kind === 'text' || prompt.kind === 'messages') return prompt
  throw new TareError('input', `an API of prompts can't send a ${prompt.kind}`, {
    hint: 'Give prompts, or an API whose bodies can be anything: --api torchserve, --api kserve-v2.',
  })
}

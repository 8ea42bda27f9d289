import { TareError } from '../../errors.ts'
import type { Prompt } from '../../workload/prompt.ts'

/** A body as it is; a text is its own body. Throws TareError('input') for what a handler couldn't know the form of. */
export function encode(prompt: Prompt): string | Uint8Array {
  if (prompt.kind === 'body') return prompt.bytes
  if (prompt.kind === 'text') return prompt.text
  throw new TareError('input', `TorchServe has no form for ${prompt.kind}`, {
    hint: 'Write the body that the model’s handler takes to a file, and give it with --body.',
  })
}

import { TareError } from '../../errors.ts'
import type { Prompt, Tensor } from '../../workload/prompt.ts'
import type { EncodeOptions } from '../api.ts'

/**
 * A body as it is; tensors as `{inputs: [{name, shape, datatype, data}]}`, with the extra body's fields beside them. No `id`:
 * the request's own is in its header. Throws TareError('input') for words.
 */
export function encode(prompt: Prompt, { extraBody }: EncodeOptions): string | Uint8Array {
  if (prompt.kind === 'body') return prompt.bytes
  if (prompt.kind !== 'tensors') {
    throw new TareError('input', 'KServe V2 takes tensors, and a prompt has no shape', {
      hint: 'Leave prompts out, or write requests’ JSON to a file and give it with --body.',
    })
  }
  if (extraBody !== undefined && 'inputs' in extraBody) {
    throw new TareError('usage', "the extra body can't have inputs: they are made up from the model's own", {
      hint: 'Write requests’ JSON to a file and give it with --body.',
    })
  }
  const parts: Uint8Array[] = []
  for (const tensor of prompt.tensors) {
    parts.push(Buffer.from(beforeData(tensor, parts.length === 0 ? '{"inputs":[' : '},')), tensor.data)
  }
  const fields = JSON.stringify(extraBody ?? {}).slice(1, -1)
  parts.push(Buffer.from(`}]${fields === '' ? '' : `,${fields}`}}`))
  return Buffer.concat(parts)
}

function beforeData({ name, shape, datatype }: Tensor, before: string): string {
  const head = JSON.stringify({ name, shape, datatype })
  return `${before}${head.slice(0, -1)},"data":`
}

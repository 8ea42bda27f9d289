import type { Api } from '../api.ts'
import { noEvents } from '../no-events.ts'
import { decodeBody } from './decode-body.ts'
import { encode } from './encode.ts'

/** TorchServe's predictions (https://pytorch.org/serve/inference_api.html): a handler takes any body and answers with any. */
export const torchserve: Api = {
  name: 'torchserve',
  path: '/predictions/{model}',
  contentType: 'text/plain; charset=utf-8',
  replies: 'opaque',
  encode,
  decodeEvent: noEvents,
  decodeBody,
}

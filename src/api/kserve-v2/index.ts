import type { Api } from '../api.ts'
import { noEvents } from '../no-events.ts'
import { decodeBody } from './decode-body.ts'
import { encode } from './encode.ts'

/** Inference by the Open Inference Protocol, KServe's V2 (https://github.com/kserve/open-inference-protocol), in JSON. */
export const kserveV2: Api = {
  name: 'kserve-v2',
  path: '/v2/models/{model}/infer',
  contentType: 'application/json',
  replies: 'whole',
  encode,
  decodeEvent: noEvents,
  decodeBody,
}

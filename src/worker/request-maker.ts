import { crc32 } from 'node:zlib'
import type { Api } from '../api/api.ts'
import { type BodyRequestEncoder, bodyRequestEncoder } from '../wire/http1/request-encoder.ts'
import type { Prompt, Workload } from '../workload/prompt.ts'
import type { PreparedRequest } from './generator.ts'
import { requestId, requestIdPrefix } from './request-id.ts'
import type { WorkerOrder } from './worker-messages.ts'

/** The encoder of a run's requests to this API; a header of the user's own takes the place of ours. */
export function requestEncoder(
  request: WorkerOrder['request'],
  api: Api,
  stream: boolean,
): BodyRequestEncoder {
  const { host, path, headers } = request
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const ours = Object.entries({ accept: acceptedType(api, stream), 'content-type': api.contentType })
  const missing = ours.filter(([name]) => !given.has(name))
  return bodyRequestEncoder({
    method: 'POST',
    host,
    path,
    headers: { ...Object.fromEntries(missing), ...headers },
  })
}

function acceptedType({ replies }: Api, stream: boolean): string {
  if (replies === 'opaque') return '*/*'
  return stream ? 'text/event-stream' : 'application/json'
}

/** Makes the bytes of any request of the run: content by the workload, body by the API, head by HTTP. */
export function createRequestMaker(
  order: WorkerOrder,
  api: Api,
  workload: Workload,
): (index: number) => PreparedRequest {
  const encodeHead = requestEncoder(order.request, api, order.stream)
  const encodeBody = bodyEncoder(order, api)
  const prefix = requestIdPrefix(order.runId)
  return (index) => {
    const { prompt, outputTokens } = workload(index)
    const id = requestId(prefix, index)
    const body = encodeBody(prompt, outputTokens)
    const bytes = encodeHead(id, body)
    const bodyHash =
      prompt.kind === 'body' ? prompt.crc32 : crc32(bytes.subarray(bytes.length - Buffer.byteLength(body)))
    return { requestId: id, bytes, outputTokens, bodyHash }
  }
}

/** Most bodies kept: lengths are drawn, and there may be many. */
const maxFrames = 1024

/**
 * Encodes bodies. Those of text prompts with the same length differ in the text alone, and an API passes texts through
 * unread, so what is around the text is encoded once.
 */
function bodyEncoder(
  order: WorkerOrder,
  api: Api,
): (prompt: Prompt, maxTokens: number | undefined) => string | Uint8Array {
  const { model, stream, ignoreEos, extraBody } = order
  const encode = (prompt: Prompt, maxTokens: number | undefined): string | Uint8Array =>
    api.encode(prompt, {
      model,
      stream,
      ignoreEos,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(extraBody === null ? {} : { extraBody }),
    })
  const frames = new Map<number | undefined, readonly [before: string, after: string] | null>()
  return (prompt, maxTokens) => {
    if (prompt.kind !== 'text') return encode(prompt, maxTokens)
    let frame = frames.get(maxTokens)
    if (frame === undefined) {
      frame = frameAround(encode({ kind: 'text', text: probe }, maxTokens))
      if (frames.size < maxFrames) frames.set(maxTokens, frame)
    }
    return frame === null ? encode(prompt, maxTokens) : frame[0] + JSON.stringify(prompt.text) + frame[1]
  }
}

const probe = 'the text of the prompt goes here'

/** What is before and after the probe's text in a body; null unless it is there exactly once. */
function frameAround(body: string | Uint8Array): readonly [string, string] | null {
  if (typeof body !== 'string') return null
  const parts = body.split(JSON.stringify(probe))
  return parts.length === 2 ? [parts[0]!, parts[1]!] : null
}

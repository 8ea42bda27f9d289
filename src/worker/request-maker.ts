import type { Api } from '../api/api.ts'
import { type JsonRequestEncoder, jsonRequestEncoder } from '../wire/http1/request-encoder.ts'
import type { Workload } from '../workload/prompt.ts'
import type { PreparedRequest } from './generator.ts'
import { requestId, requestIdPrefix } from './request-id.ts'
import type { WorkerOrder } from './worker-messages.ts'

/** The encoder of a run's requests; a header of the user's own takes the place of ours. */
export function requestEncoder(request: WorkerOrder['request'], stream: boolean): JsonRequestEncoder {
  const { host, path, headers } = request
  const accepts = Object.keys(headers).some((name) => name.toLowerCase() === 'accept')
  const accept = accepts ? {} : { accept: stream ? 'text/event-stream' : 'application/json' }
  return jsonRequestEncoder({ method: 'POST', host, path, headers: { ...accept, ...headers } })
}

/** Makes the bytes of any request of the run: content by the workload, body by the API, head by HTTP. */
export function createRequestMaker(
  order: WorkerOrder,
  api: Api,
  workload: Workload,
): (index: number) => PreparedRequest {
  const { request, model, stream, ignoreEos, extraBody } = order
  const encode = requestEncoder(request, stream)
  const prefix = requestIdPrefix(order.runId)
  return (index) => {
    const { prompt, outputTokens } = workload(index)
    const id = requestId(prefix, index)
    const body = api.encode(prompt, {
      model,
      stream,
      ignoreEos,
      ...(outputTokens === undefined ? {} : { maxTokens: outputTokens }),
      ...(extraBody === null ? {} : { extraBody }),
    })
    return { requestId: id, bytes: encode(id, body), outputTokens }
  }
}

import type { ClassicHandler, ClassicReply, ClassicRequest } from './classic-http.ts'
import { internalError, resourceNotFound, TorchServeError } from './torchserve-error.ts'

/** JSON as TorchServe sends it: indented by two, with a line feed at the end. */
export function torchServeJson(value: unknown, status = 200): ClassicReply {
  const headers = { pragma: 'no-cache', 'cache-control': 'no-cache; no-store, must-revalidate, private' }
  return { status, contentType: 'application/json', body: `${JSON.stringify(value, null, 2)}\n`, headers }
}

/** `{ "status": message }`. */
export function torchServeStatus(message: string, status = 200): ClassicReply {
  return torchServeJson({ status: message }, status)
}

/**
 * Asks the handlers in turn; 404 when none answers, and errors as TorchServe's. As TorchServe does, it gives every reply an id of
 * its own making, and closes the connection after one of 400 and more.
 */
export async function answerTorchServe(
  handlers: readonly ClassicHandler[],
  request: ClassicRequest,
): Promise<ClassicReply> {
  const reply = await answer(handlers, request)
  const headers = { 'x-request-id': request.id, ...reply.headers }
  return { ...reply, headers, closes: reply.status >= 400 }
}

async function answer(handlers: readonly ClassicHandler[], request: ClassicRequest): Promise<ClassicReply> {
  try {
    for (const handler of handlers) {
      const reply = await handler(request)
      if (reply !== undefined) return reply
    }
    throw resourceNotFound()
  } catch (cause) {
    const error = cause instanceof TorchServeError ? cause : internalError(String(cause))
    return torchServeJson({ code: error.status, type: error.type, message: error.message }, error.status)
  }
}

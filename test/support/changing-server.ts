import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a changing server does with a request. */
export interface ChangingReply {
  readonly delayMs: number
  readonly finishReason?: string
}

export interface ChangingServer {
  readonly url: string
  close(): void
}

/** Answers chat completions in one piece, each as told by the seconds since the first request, and its id. */
export async function startChangingServer(
  reply: (seconds: number, requestId: string) => ChangingReply,
): Promise<ChangingServer> {
  let firstMs: number | undefined
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') return void response.end(JSON.stringify({ data: [{ id: 'changing' }] }))
    const nowMs = performance.now()
    firstMs ??= nowMs
    const { delayMs, finishReason = 'length' } = reply(
      (nowMs - firstMs) / 1e3,
      String(request.headers['x-request-id']),
    )
    const choice = { index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: finishReason }
    const usage = { prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 }
    response.setHeader('content-type', 'application/json')
    setTimeout(() => response.end(JSON.stringify({ choices: [choice], usage })), delayMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

import { createHttpClient, type HttpClient } from './http/http-client.ts'
import type { ServerSurroundings } from './managed-server.ts'

/** Asks the target itself. Its base URL may end in /v1, which engines' own paths don't have. */
export function targetClient({ targetUrl, headers, tls }: ServerSurroundings): HttpClient {
  return createHttpClient(targetUrl.replace(/\/+$/, '').replace(/\/v1$/, ''), headers, tls)
}

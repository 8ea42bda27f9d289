import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { TargetAddress } from './target-address.ts'

export interface JsonAnswer {
  readonly status: number
  /** Undefined when the body isn't JSON. */
  readonly value: unknown
}

export interface GetJsonOptions {
  /** Sent as JSON, by POST. */
  readonly body?: object
}

const timeoutMs = 10_000
/** Far more than any server's list of models. */
const maxBodyBytes = 16 * 1024 * 1024

/** A small GET, or POST, for the control side, never while measuring. Rejects with what kept it from an answer. */
export function getJson(
  target: TargetAddress,
  path: string,
  headers: Readonly<Record<string, string>>,
  stop: AbortSignal,
  { body }: GetJsonOptions = {},
): Promise<JsonAnswer> {
  const { endpoint, host, basePath } = target
  const { tls } = endpoint
  const where =
    endpoint.kind === 'unix' ? { socketPath: endpoint.path } : { host: endpoint.address, port: endpoint.port }
  // RFC 6066: a server name is never an address; then `host` is what the certificate is checked against.
  const named = tls && isIP(tls.serverName) === 0 ? { servername: tls.serverName } : {}
  const secure = tls && { rejectUnauthorized: tls.verify, ca: tls.caPem, ...named }
  const options = { ...where, ...secure, path: basePath + path, agent: false, signal: stop }
  const typed = body === undefined ? {} : { 'content-type': 'application/json' }
  const method = body === undefined ? 'GET' : 'POST'
  return new Promise((resolve, reject) => {
    const request = (tls === undefined ? httpRequest : httpsRequest)(
      { ...options, method, headers: { ...headers, ...typed, host, accept: 'application/json' } },
      (response) => {
        const parts: Buffer[] = []
        let bytes = 0
        response.on('data', (part: Buffer) => {
          parts.push(part)
          bytes += part.length
          if (bytes > maxBodyBytes) request.destroy(new Error(`an answer of more than ${maxBodyBytes} bytes`))
        })
        response.on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, value: parsed(Buffer.concat(parts).toString('utf8')) })
        })
      },
    )
    const timer = setTimeout(
      () => request.destroy(new Error(`no whole answer within ${Math.ceil(timeoutMs) / 1000} s`)),
      timeoutMs,
    )
    request.on('close', () => clearTimeout(timer))
    request.on('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

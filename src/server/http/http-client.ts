import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { TareError } from '../../errors.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'

export interface Answer {
  readonly status: number
  readonly text: string
  /** Undefined when the body isn't JSON. */
  readonly value: unknown
}

export interface Question {
  /** Sent as JSON. */
  readonly json?: unknown
  /** Beside the client's own. */
  readonly headers?: Readonly<Record<string, string>>
  /** For the whole answer. */
  readonly timeoutMs: number
  /** Left out of requests that change something: how those end has to be known. */
  readonly signal?: AbortSignal
}

/** How certificates are checked. */
export interface ClientTls {
  readonly verify: boolean
  readonly caPem?: string
}

/** Small requests to one server, hardly ever while measuring. */
export interface HttpClient {
  /** What a person would call the server: its base URL. */
  readonly label: string
  /** Resolves with any answer, whatever its status. Throws TareError 'server' when there is none. */
  ask(method: Method, path: string, question: Question): Promise<Answer>
}

/** Far more than any server's list of models or log of an error. */
const maxBodyBytes = 16 * 1024 * 1024

/** `baseUrl`: `http://…`, `https://…` or `unix:/path`; paths are asked below it. Every request has a connection of its own. */
export function createHttpClient(
  baseUrl: string,
  headers: Readonly<Record<string, string>>,
  tls: ClientTls = { verify: true },
): HttpClient {
  const label = baseUrl.replace(/\/+$/, '')
  const { options, basePath, secure } = connectionOf(label, tls)
  const send = secure ? httpsRequest : httpRequest
  return {
    label,
    ask: (method, path, { json, headers: more, timeoutMs, signal }) =>
      new Promise((resolve, reject) => {
        const body = json === undefined ? null : JSON.stringify(json)
        const type = body === null ? {} : { 'content-type': 'application/json' }
        const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body ?? '') }
        const fail = (cause: Error): void => reject(noAnswer(`${method} ${label}${path}`, cause))
        const request = send(
          {
            ...options,
            method,
            path: basePath + path,
            headers: { accept: 'application/json', ...headers, ...more, ...type, ...length },
            ...(signal === undefined ? {} : { signal }),
          },
          (response) => {
            const parts: Buffer[] = []
            let bytes = 0
            response.on('data', (part: Buffer) => {
              parts.push(part)
              bytes += part.length
              if (bytes > maxBodyBytes)
                request.destroy(new Error(`an answer of more than ${maxBodyBytes} bytes`))
            })
            response.on('error', fail)
            response.on('end', () => {
              const text = Buffer.concat(parts).toString('utf8')
              resolve({ status: response.statusCode ?? 0, text, value: parsed(text) })
            })
          },
        )
        const timer = setTimeout(
          () => request.destroy(new Error(`no whole answer within ${Math.ceil(timeoutMs) / 1000} s`)),
          timeoutMs,
        )
        request.on('close', () => clearTimeout(timer))
        request.on('error', fail)
        request.end(body ?? undefined)
      }),
  }
}

function connectionOf(
  baseUrl: string,
  tls: ClientTls,
): { options: RequestOptions; basePath: string; secure: boolean } {
  if (baseUrl.startsWith('unix:')) {
    return {
      options: { socketPath: baseUrl.slice('unix:'.length), agent: false },
      basePath: '',
      secure: false,
    }
  }
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new TareError('server', `${baseUrl} isn't the URL of a server`, {
      hint: 'Give it as http://host:port.',
    })
  }
  const { protocol, hostname, port, pathname } = new URL(baseUrl)
  const secure = protocol === 'https:'
  const trust = secure
    ? { rejectUnauthorized: tls.verify, ...(tls.caPem === undefined ? {} : { ca: tls.caPem }) }
    : {}
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    options: { host, ...(port === '' ? {} : { port: Number(port) }), agent: false, ...trust },
    basePath: pathname.replace(/\/+$/, ''),
    secure,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const reasons: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ['nothing listens there', 'Start the server, or check the port of the URL.'],
  ENOENT: ["the socket doesn't exist", 'Start the server, or check the path of the URL.'],
  EACCES: ['permission denied', 'Run as a user who may open the socket.'],
  ENOTFOUND: ["the name doesn't resolve", 'Check the spelling of the URL.'],
  ECONNRESET: ['the connection was cut', 'Check that the port speaks HTTP, and see the server’s log.'],
  EPROTO: ['no TLS there', 'Check whether the URL should be http://.'],
}

function noAnswer(what: string, cause: NodeJS.ErrnoException): TareError {
  const [reason, hint] = reasons[cause.code ?? ''] ?? [cause.message, 'Check the URL and the server’s log.']
  return new TareError('server', `${what}: ${reason}${cause.code === undefined ? '' : ` (${cause.code})`}`, {
    hint,
    cause,
  })
}

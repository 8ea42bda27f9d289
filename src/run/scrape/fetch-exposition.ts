import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'

/** Where an endpoint is, and how it is reached. */
export interface ExpositionSource {
  readonly url: URL
  /** Keeps its connection open between scrapes. */
  readonly agent: Agent
  readonly headers: Readonly<Record<string, string>>
  /** For https: whose certificates to trust. */
  readonly tls: Pick<RequestOptions, 'ca' | 'rejectUnauthorized'>
}

/** More than any server writes: 5000 series are half a megabyte. */
const mostBytes = 32 * 1024 * 1024

/** The older format first: it has all that is read here, in fewer bytes. */
const accepted = 'text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1'

/**
 * Fetches an exposition's text, all of it before `signal` aborts. A kept connection that the server had closed is opened anew,
 * once. Rejects with what kept it from a whole answer of status 200 that may be Prometheus' text, in a few words.
 */
export async function fetchExposition(source: ExpositionSource, signal: AbortSignal): Promise<Buffer> {
  try {
    return await fetchOnce(source, signal)
  } catch (error) {
    if (!(error instanceof ClosedConnection)) throw error
    return fetchOnce(source, signal)
  }
}

/** A kept connection turned out to be closed: nothing is known of the endpoint yet. */
class ClosedConnection extends Error {}

function fetchOnce({ url, agent, headers, tls }: ExpositionSource, signal: AbortSignal): Promise<Buffer> {
  const { promise, resolve, reject } = withResolvers<Buffer>()
  const fail = (error: NodeJS.ErrnoException): void => {
    reject(new Error(signal.aborted ? 'no whole answer in time' : inWords(error), { cause: error }))
  }
  const options = { agent, headers: { ...headers, accept: accepted }, signal, ...tls }
  const request: ClientRequest = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
    url,
    options,
    onResponse,
  )
  request.on('error', (error: NodeJS.ErrnoException) => {
    const closed = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
    if (closed && !signal.aborted) reject(new ClosedConnection())
    else fail(error)
  })
  request.end()
  return promise

  function onResponse(response: IncomingMessage): void {
    const unfit = unfitness(response)
    if (unfit !== null) {
      reject(new Error(unfit))
      request.destroy()
      return
    }
    const parts: Buffer[] = []
    let bytes = 0
    response.on('error', fail)
    response.on('data', (part: Buffer) => {
      parts.push(part)
      bytes += part.length
      if (bytes > mostBytes) request.destroy(new Error(`an answer of more than ${mostBytes} bytes`))
    })
    response.on('end', () => {
      const text = Buffer.concat(parts)
      if (isWhole(text, response)) resolve(text)
      else reject(new Error('the answer was cut short'))
    })
  }
}

/** What makes a response unfit to be read; null when nothing does. */
function unfitness({ statusCode, headers }: IncomingMessage): string | null {
  if (statusCode !== 200) return `HTTP ${statusCode}`
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  return ['text/html', 'application/json', 'text/event-stream'].includes(type)
    ? `answers with ${type}, not with Prometheus' text`
    : null
}

/** By OpenMetrics' own mark, or, where only the connection's end ends the body, by the line's end that both formats ask for. */
function isWhole(text: Buffer, { headers }: IncomingMessage): boolean {
  if (headers['content-type']?.startsWith('application/openmetrics-text'))
    return openMetricsEnd.test(text.toString('latin1', text.length - 8))
  const framed = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  return framed || text.length === 0 || text.at(-1) === 10
}

const openMetricsEnd = /# EOF\s*$/

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ENOTFOUND: "the host's name doesn't resolve",
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'no connection in time',
}

function inWords(error: NodeJS.ErrnoException): string {
  return words[error.code ?? ''] ?? error.code ?? error.message
}

interface Resolvers<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
  readonly reject: (reason: Error) => void
}

function withResolvers<Value>(): Resolvers<Value> {
  let resolve!: (value: Value) => void
  let reject!: (reason: Error) => void
  const promise = new Promise<Value>((onValue, onReason) => {
    resolve = onValue
    reject = onReason
  })
  return { promise, resolve, reject }
}

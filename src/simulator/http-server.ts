import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type GenerationService, sendError } from './generation-service.ts'
import { type OpenAiError, unauthorized } from './openai-error.ts'
import { maxBodyBytes, readBody } from './read-body.ts'

/** What the server answers with. */
export interface HttpRoutes {
  readonly apiKey: string | undefined
  readonly generate: GenerationService
  readonly modelsBody: () => string
  readonly metricsText: () => string
  readonly statusBody: () => string
  readonly monotonicNs: () => number
  readonly realtimeNs: () => number
}

export interface TlsIdentity {
  /** PEM. */
  readonly key: string
  /** PEM. */
  readonly cert: string
}

/** An HTTP server, not yet listening. It never closes an idle connection of its own accord. */
export function createHttpServer(routes: HttpRoutes, tls: TlsIdentity | undefined): Server {
  const listener: RequestListener = (request, response) => route(routes, request, response)
  const options = { noDelay: true, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }
  const server =
    tls === undefined
      ? createServer(options, listener)
      : createTlsServer({ ...options, key: tls.key, cert: tls.cert }, listener)
  // A client that resets its connection is no error of the simulator's.
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()))
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()))
  return server
}

const endpoints = { '/v1/chat/completions': 'chat', '/v1/completions': 'completions' } as const

function route(routes: HttpRoutes, request: IncomingMessage, response: ServerResponse): void {
  const requestId = request.headers['x-request-id']
  if (typeof requestId === 'string') response.setHeader('x-request-id', requestId)
  const path = request.url?.split('?', 1)[0] ?? '/'
  const needsKey = routes.apiKey !== undefined && path.startsWith('/v1/')
  if (needsKey && request.headers.authorization !== `Bearer ${routes.apiKey}`)
    return sendError(response, unauthorized)
  const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path as keyof typeof endpoints] : undefined
  if (endpoint !== undefined) {
    if (request.method !== 'POST') return sendError(response, wrongMethod(request))
    const answer = (body: Buffer): void => {
      const arrivedNs = routes.monotonicNs()
      const receivedNs = routes.realtimeNs()
      routes.generate({ endpoint, request, response, body: body.toString('utf8'), arrivedNs, receivedNs })
    }
    return readBody(request, answer, () => {
      response.setHeader('connection', 'close')
      sendError(response, bodyTooLarge)
    })
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendError(response, notFound(request))
  if (path === '/v1/models') sendText(response, 'application/json', routes.modelsBody())
  else if (path === '/health' || path === '/ping') sendText(response, 'text/plain', '')
  else if (path === '/metrics')
    sendText(response, 'text/plain; version=0.0.4; charset=utf-8', routes.metricsText())
  else if (path === '/simulator/status') sendText(response, 'application/json', routes.statusBody())
  else sendError(response, notFound(request))
}

function sendText(response: ServerResponse, contentType: string, body: string): void {
  response.writeHead(200, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

const bodyTooLarge: OpenAiError = {
  status: 413,
  message: `The body is longer than ${maxBodyBytes} bytes.`,
  type: 'invalid_request_error',
  param: null,
  code: 413,
}

function notFound(request: IncomingMessage): OpenAiError {
  const message = `Nothing answers ${request.method} ${request.url} here.`
  return { status: 404, message, type: 'NotFoundError', param: null, code: 404 }
}

function wrongMethod(request: IncomingMessage): OpenAiError {
  const message = `${request.url} answers POST, not ${request.method}.`
  return { status: 405, message, type: 'invalid_request_error', param: null, code: 405 }
}

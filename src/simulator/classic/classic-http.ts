import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readBody } from '../read-body.ts'

/** A request with its whole body. */
export interface ClassicRequest {
  readonly method: string
  /** Of the path, percent-decoded; `/models/a` has two. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** Unique. */
  readonly id: string
}

export interface ClassicReply {
  readonly status: number
  readonly contentType: string
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the connection is closed after it. */
  readonly closes?: boolean
}

/** Answers, or leaves the request to the next handler by undefined. */
export type ClassicHandler = (
  request: ClassicRequest,
) => ClassicReply | undefined | Promise<ClassicReply | undefined>

/** An HTTP server, not yet listening, whose `answer` never fails. It never closes an idle connection of its own accord. */
export function createClassicServer(
  requestId: () => string,
  answer: (request: ClassicRequest) => Promise<ClassicReply>,
): Server {
  const options = { noDelay: true, keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }
  const server = createServer(options, (incoming, response) => {
    readBody(
      incoming,
      (body) => void answer(parsed(incoming, body, requestId())).then((reply) => send(response, reply)),
      () => response.writeHead(413, { connection: 'close' }).end(),
    )
  })
  // A client that resets its connection is no error of the simulator's.
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()))
  return server
}

function parsed(incoming: IncomingMessage, body: Buffer, id: string): ClassicRequest {
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark + 1)
  return {
    method: incoming.method ?? 'GET',
    segments: path.split('/').slice(1).map(decoded),
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body,
    id,
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function send(response: ServerResponse, reply: ClassicReply): void {
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': Buffer.byteLength(reply.body),
    ...reply.headers,
    ...(reply.closes === true ? { connection: 'close' } : {}),
  })
  response.end(reply.body)
}

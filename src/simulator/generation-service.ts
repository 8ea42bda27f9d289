import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Backend } from './backend.ts'
import { createEventText } from './event-text.ts'
import { type DrawnFaults, drawFaults, type Fault } from './fault.ts'
import { createReplyWords, type Generation } from './generation.ts'
import { sendHeadByFault } from './head-fault.ts'
import { injectedError, type OpenAiError, openAiErrorBody } from './openai-error.ts'
import { type GenerationRequest, type OpenAiEndpoint, parseRequest } from './openai-request.ts'
import { blockKeysWithReply } from './prompt-tokens.ts'
import { createReplyAccount, type Ledgers } from './reply-account.ts'
import { replyLength } from './reply-length.ts'
import { createStreamReply } from './stream-reply.ts'
import { createWholeReply } from './whole-reply.ts'

export interface ServiceOptions {
  readonly model: string
  readonly seed: number
  readonly faults: readonly Fault[]
  readonly replyMedianTokens: number
}

/** A generation request as it came in. */
interface IncomingGeneration {
  readonly endpoint: OpenAiEndpoint
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: string
  /** When the process had read all of it, on the monotonic clock and on the system's. */
  readonly arrivedNs: number
  readonly receivedNs: number
}

/** Answers one generation request after the other. */
export type GenerationService = (incoming: IncomingGeneration) => void

export function createGenerationService(
  options: ServiceOptions,
  backend: Backend,
  ledgers: Ledgers,
): GenerationService {
  let arrivals = 0
  const closeWhenIdle = createIdleCloser()
  const limits = { model: options.model, maxModelTokens: backend.maxSequenceTokens }

  return (incoming) => {
    const index = arrivals++
    const { request, response } = incoming
    const faults = drawFaults(options.faults, options.seed, index)
    if (faults.has('keepalive_off')) response.setHeader('connection', 'close')
    closeWhenIdle(request, response, faults.get('idle_close'))
    const errorStatus = faults.get('http_error')
    if (errorStatus !== undefined) return sendError(response, injectedError(errorStatus))
    if (faults.has('html')) return sendHtml(response)
    const parsed = parseRequest(incoming.endpoint, incoming.body, limits)
    if (parsed.kind === 'error') return sendError(response, parsed.error)
    answer(prepare(incoming, parsed.request, faults, index), parsed.request, index)
  }

  function prepare(
    incoming: IncomingGeneration,
    asked: GenerationRequest,
    faults: DrawnFaults,
    index: number,
  ): Generation {
    const { endpoint, request, response, arrivedNs, receivedNs } = incoming
    const requestId = String(response.getHeader('x-request-id') ?? `simulated-${index}`)
    const createdUnixS = Math.floor(Date.now() / 1000)
    const identity = { endpoint, id: presentableId(requestId, index), model: options.model, createdUnixS }
    const promptTokens = asked.prompt.count
    const account = createReplyAccount(
      {
        requestId,
        index,
        stream: asked.stream,
        promptTokens,
        faults: [...faults.keys()],
        arrivedNs,
        receivedNs,
      },
      ledgers,
    )
    return {
      request,
      response,
      identity,
      events: createEventText(identity, {
        newline: faults.has('crlf') ? '\r\n' : '\n',
        comment: faults.has('comments') ? 'ping' : '',
      }),
      length: replyLength(
        asked,
        {
          medianTokens: options.replyMedianTokens,
          maxModelTokens: limits.maxModelTokens,
          seed: options.seed,
        },
        index,
        faults.get('short_reply'),
      ),
      faults,
      account,
      includeUsage: asked.includeUsage,
      promptTokens,
      nextWord: createReplyWords(faults, options.seed, index),
      openOutput: undefined,
      job: undefined,
    }
  }

  function answer(generation: Generation, asked: GenerationRequest, index: number): void {
    const { account, faults, response } = generation
    // 'close' comes after a reply that went well, too: its job is over then, and its account closed.
    response.once('close', () => {
      generation.job?.abort()
      account.close('abort', generation.job)
    })
    if (faults.has('timeout')) return
    const contentType = asked.stream ? 'text/event-stream' : 'application/json'
    const sequence = {
      promptTokens: asked.prompt.count,
      outputTokens: generation.length.tokens,
      blockKey: blockKeysWithReply(asked.prompt, { seed: options.seed, request: index }),
    }
    const start = (): void => {
      const sink = asked.stream ? createStreamReply(generation) : createWholeReply(generation)
      generation.job = backend.submit(sequence, index, sink)
    }
    whenItsTurn(response, () => sendHeadByFault(generation, contentType, start))
  }
}

/** With pipelined requests a response has no socket until those before it are done. */
function whenItsTurn(response: ServerResponse, act: () => void): void {
  if (response.socket === null) response.once('socket', act)
  else act()
}

/** The client's id where it can stand in the reply's id as it is. */
function presentableId(requestId: string, index: number): string {
  return /^[\w.:-]{1,128}$/.test(requestId) ? requestId : `simulated-${index}`
}

type IdleCloser = (request: IncomingMessage, response: ServerResponse, afterMs: number | undefined) => void

/** Closes a connection on which no further request came for so long after a reply. */
function createIdleCloser(): IdleCloser {
  const latestOn = new WeakMap<Socket, ServerResponse>()
  return ({ socket }, response, afterMs) => {
    latestOn.set(socket, response)
    if (afterMs === undefined) return
    const close = (): void => {
      if (latestOn.get(socket) === response) socket.end()
    }
    response.once('finish', () => setTimeout(close, afterMs).unref())
  }
}

export function sendError(response: ServerResponse, error: OpenAiError): void {
  response.writeHead(error.status, { 'content-type': 'application/json' })
  response.end(openAiErrorBody(error))
}

function sendHtml(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end(
    '<!doctype html>\n<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n',
  )
}

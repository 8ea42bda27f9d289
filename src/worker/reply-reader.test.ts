import { describe, expect, test } from 'vitest'
import { apiByName } from '../api/registry.ts'
import { emptyRecord } from '../record/empty-record.ts'
import type { RequestRecord, RequestStatus } from '../record/request-record.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { ReplyReader } from './reply-reader.ts'

/** Bytes that one read brought at `atNs`. Its last event is exact, those before it are within 100 ns. */
interface Read {
  readonly atNs: number
  readonly text: string
}

interface Reply {
  readonly status?: number
  readonly type?: string | undefined
  readonly reads: readonly Read[]
  /** The reply ends with its last read, rather than in one of its own. */
  readonly endsWithLastRead?: boolean
}

interface Noted {
  readonly status: RequestStatus
  readonly record: RequestRecord
  readonly bounds: LogHistogram
}

const boundNs = 100
const stream = 'text/event-stream; charset=utf-8'
const reader = (): ReplyReader => new ReplyReader(apiByName('openai-chat'))

/** Gives a reply to a reader as a connection does, to its end by HTTP's rules. */
function read(reply: Reply, by: ReplyReader = reader()): Noted {
  const record = emptyRecord()
  const bounds = new LogHistogram()
  let status: RequestStatus | undefined
  by.begin(record)
  by.head(reply.status ?? 200, 'type' in reply ? reply.type : stream)
  reply.reads.forEach(({ atNs, text }, i) => {
    const arrival = {
      atNs,
      observedNs: atNs + 1,
      source: 'kernel',
      errorBoundNs: boundNs,
      lastEventErrorBoundNs: 0,
    } as const
    const bytes = Buffer.from(text)
    by.readBegins(arrival)
    by.body(bytes, 0, bytes.length)
    if (i === reply.reads.length - 1 && reply.endsWithLastRead === true) status = by.complete()
    by.readEnds(arrival, status !== undefined, bounds)
  })
  status ??= by.complete()
  by.settle()
  return { status, record, bounds }
}

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`
const delta = (fields: object, finish: string | null = null): string =>
  event({ choices: [{ index: 0, delta: fields, finish_reason: finish }] })
const token = (text = 'word'): string => delta({ content: text })
const finish = delta({}, 'stop')
const done = 'data: [DONE]\n\n'
const usage = event({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 } })
const reads = (...texts: readonly string[]): Read[] =>
  texts.map((text, i) => ({ atNs: 1000 * (i + 1), text }))

describe('the first token', () => {
  test('is neither the role alone nor an empty text', () => {
    const role = delta({ role: 'assistant', content: '' })
    const { status, record } = read({ reads: reads(role, delta({ content: '' }), token(), finish + done) })
    expect(status).toBe('ok')
    expect(record.firstTokenNs).toBe(3000)
    expect(record.firstAnswerTokenNs).toBe(3000)
    expect([...record.tokenNs.subarray(0, record.tokenEvents)]).toEqual([3000])
    expect(record.events).toBe(5)
  })

  test('may be reasoning; the first of the answer is noted apart', () => {
    const thought = delta({ reasoning_content: 'hm' })
    const { record } = read({ reads: reads(thought, thought, token(), token(), finish + done) })
    expect(record).toMatchObject({
      firstTokenNs: 1000,
      firstAnswerTokenNs: 3000,
      lastTokenNs: 4000,
      tokenEvents: 4,
    })
  })

  test('may be of a tool call, which is no answer', () => {
    const call = delta({ tool_calls: [{ index: 0, function: { name: 'look', arguments: '' } }] })
    const { status, record } = read({ reads: reads(call, delta({}, 'tool_calls') + done) })
    expect(status).toBe('ok')
    expect(record).toMatchObject({ firstTokenNs: 1000, firstAnswerTokenNs: null, finishReason: 'tool_calls' })
  })

  test('is none in a stream without tokens', () => {
    const { status, record, bounds } = read({ reads: reads(finish, done) })
    expect(status).toBe('ok')
    expect(record).toMatchObject({
      firstTokenNs: null,
      lastTokenNs: null,
      tokenEvents: 0,
      errorBoundNs: null,
    })
    expect(bounds.n).toBe(0)
  })
})

describe('error bounds', () => {
  test('one event that ends its read is exact', () => {
    const { record, bounds } = read({ reads: reads(token(), token(), finish + done) })
    expect(record).toMatchObject({ firstTokenErrorBoundNs: 0, errorBoundNs: 0 })
    expect(bounds).toMatchObject({ n: 2, max: 0 })
  })

  test('of several in a read the last is exact, the others within the bound of the read', () => {
    const { record, bounds } = read({ reads: reads(token() + token() + token(), finish + done) })
    expect([...record.tokenNs.subarray(0, 3)]).toEqual([1000, 1000, 1000])
    expect(record).toMatchObject({ firstTokenErrorBoundNs: boundNs, errorBoundNs: boundNs })
    expect(bounds.toPlain().counts).toEqual([1, 2])
  })

  test('a first token alone in its read stays exact, whatever comes later', () => {
    const { record } = read({ reads: reads(token(), token() + token(), finish + done) })
    expect(record).toMatchObject({ firstTokenErrorBoundNs: 0, errorBoundNs: boundNs })
  })

  test('a last token that ends its read is exact, whatever came before', () => {
    const { record } = read({ reads: reads(token() + token(), token(), finish + done) })
    expect(record).toMatchObject({ errorBoundNs: boundNs, lastTokenErrorBoundNs: 0 })
    const { record: late } = read({ reads: reads(token(), token() + finish + done) })
    expect(late).toMatchObject({ firstTokenErrorBoundNs: 0, lastTokenErrorBoundNs: boundNs })
  })

  test('a token is not the last of its read when an event without tokens follows', () => {
    expect(read({ reads: reads(`${token()}data: no JSON\n\n`) }).record.errorBoundNs).toBe(boundNs)
    const { record } = read({ reads: reads(token() + finish, done) })
    expect(record.errorBoundNs).toBe(boundNs)
  })

  test('… nor when part of the next event does, or a comment', () => {
    for (const after of ['data: {"ch', ': ping\n', '\n']) {
      const { record } = read({ reads: reads(token() + after, '\n\n', done) })
      expect(record.firstTokenErrorBoundNs).toBe(boundNs)
    }
  })

  test('… nor when the reply ends with the read: its last chunk may be of a later segment', () => {
    expect(read({ reads: reads(done + token()), endsWithLastRead: true }).record.errorBoundNs).toBe(boundNs)
    expect(read({ reads: reads(done + token()) }).record.errorBoundNs).toBe(0)
  })

  test('a token whose event came in two reads has the time and bound of the second', () => {
    const text = token()
    const { record } = read({ reads: reads(text.slice(0, 9), text.slice(9), done) })
    expect(record).toMatchObject({ firstTokenNs: 2000, errorBoundNs: 0, tokenEvents: 1 })
  })
})

describe('the count of tokens', () => {
  test('is the usage’s where there is one, in its own event or in the last', () => {
    const { record } = read({ reads: reads(token() + token(), finish + usage + done) })
    expect(record).toMatchObject({ outputTokens: 12, inputTokens: 9, tokenSource: 'usage', tokenEvents: 2 })
  })

  test('is otherwise the events’', () => {
    const { record } = read({ reads: reads(token() + token(), finish + done) })
    expect(record).toMatchObject({ outputTokens: 2, inputTokens: null, tokenSource: 'events' })
  })

  test('is nobody’s without either', () => {
    expect(read({ reads: reads(done) }).record).toMatchObject({ outputTokens: null, tokenSource: 'none' })
  })

  test('keeps every time of a long reply', () => {
    const { record } = read({ reads: reads(...Array(1000).fill(token()), done) })
    expect(record.tokenEvents).toBe(1000)
    expect(Array.from(record.tokenNs.subarray(0, 1000), (ns, i) => ns - 1000 * (i + 1))).toEqual(
      Array(1000).fill(0),
    )
    expect(record).toMatchObject({ firstTokenNs: 1000, lastTokenNs: 1_000_000 })
  })
})

describe('the end of a stream', () => {
  test('is [DONE], or a finish reason without it', () => {
    expect(read({ reads: reads(token(), done) }).status).toBe('ok')
    const { status, record } = read({ reads: reads(token(), finish) })
    expect(status).toBe('ok')
    expect(record.finishReason).toBe('stop')
  })

  test('without either is truncated, its tokens kept', () => {
    const { status, record } = read({ reads: reads(token(), token()) })
    expect(status).toBe('truncated')
    expect(record.error).toContain('finish_reason')
    expect(record.tokenEvents).toBe(2)
  })

  test('within an event is truncated', () => {
    const { status, record } = read({ reads: reads(token(), 'data: {"choices":[{"del') })
    expect(status).toBe('truncated')
    expect(record.error).toContain('within an event')
  })

  test('cut off after [DONE] is the end all the same', () => {
    expect(read({ reads: reads(token(), finish, 'data: [DONE]\n\ndata:') }).status).toBe('ok')
  })
})

describe('what is no stream of events', () => {
  test('an error within a 200', () => {
    const { status, record } = read({
      reads: reads(token(), event({ error: { message: 'out of memory', code: 500 } }) + token() + done),
    })
    expect(status).toBe('in_stream_error')
    expect(record.error).toContain('out of memory')
    expect(record.tokenEvents).toBe(1)
  })

  test('an event of type error, whatever it holds', () => {
    const { status, record } = read({ reads: reads(`event: error\ndata: overloaded\n\n`, done) })
    expect(status).toBe('in_stream_error')
    expect(record.error).toContain('overloaded')
  })

  test('data that is no JSON, known before the reply has ended', () => {
    const by = reader()
    const { status, record } = read({ reads: reads(token(), 'data: <p>oh\n\n', token(), done) }, by)
    expect(status).toBe('malformed')
    expect(by.problem?.status).toBe('malformed')
    expect(record.error).not.toBeNull()
    expect(record.tokenEvents).toBe(1)
  })

  test('HTML', () => {
    const { status, record } = read({ type: 'text/html; charset=utf-8', reads: reads('<html>') })
    expect(status).toBe('malformed')
    expect(record.error).toContain('text/html')
  })

  test('a reply without events says of what type it was', () => {
    const plain = read({ type: 'Text/Plain', reads: reads('hello\n') })
    expect(plain).toMatchObject({
      status: 'malformed',
      record: { error: expect.stringContaining('text/plain') },
    })
    const none = read({ type: undefined, reads: [] })
    expect(none).toMatchObject({ status: 'malformed', record: { error: expect.stringContaining('unknown') } })
  })

  test('an event over the limit of the parser', () => {
    const { status, record } = read({ reads: reads(...Array(18).fill('x'.repeat(1 << 20))) })
    expect(status).toBe('malformed')
    expect(record.error).toContain('over')
  })
})

describe('a reply in one piece', () => {
  const whole = JSON.stringify({
    choices: [{ message: { role: 'assistant', content: 'all at once' }, finish_reason: 'length' }],
    usage: { prompt_tokens: 3, completion_tokens: 4 },
  })
  const type = 'application/json'

  test('has its count from usage, and no times of tokens', () => {
    const { status, record } = read({ type, reads: reads(whole.slice(0, 20), whole.slice(20)) })
    expect(status).toBe('ok')
    expect(record).toMatchObject({
      outputTokens: 4,
      inputTokens: 3,
      tokenSource: 'usage',
      finishReason: 'length',
    })
    expect(record).toMatchObject({ tokenEvents: 0, firstTokenNs: null, lastTokenNs: null, errorBoundNs: 0 })
  })

  test('has no count without usage', () => {
    const { choices } = JSON.parse(whole) as { choices: unknown }
    const { record } = read({ type, reads: reads(JSON.stringify({ choices })) })
    expect(record).toMatchObject({ outputTokens: null, tokenSource: 'none' })
  })

  test('may be an error, or no JSON at all', () => {
    expect(read({ type, reads: reads('{"error":"busy"}') })).toMatchObject({
      status: 'in_stream_error',
      record: { error: expect.stringContaining('busy') },
    })
    expect(read({ type, reads: reads(whole.slice(0, 30)) }).status).toBe('malformed')
    expect(read({ type, reads: [] }).status).toBe('malformed')
  })

  test('may be too long to keep', () => {
    const by = reader()
    const { status } = read({ type, reads: Array(65).fill({ atNs: 1, text: 'x'.repeat(1 << 20) }) }, by)
    expect(status).toBe('malformed')
    expect(by.problem?.message).toContain('more than')
  })
})

describe('an HTTP error', () => {
  test('is told in the API’s words', () => {
    const { status, record } = read({
      status: 404,
      type: 'application/json',
      reads: reads('{"error":{"message":"no such ', 'model","type":"NotFoundError"}}'),
    })
    expect(status).toBe('http_error')
    expect(record).toMatchObject({ httpStatus: 404, tokenEvents: 0, outputTokens: null })
    expect(record.error).toBe('HTTP 404: no such model')
  })

  test('or in the server’s own, or none', () => {
    expect(
      read({ status: 502, type: 'text/html', reads: reads('<h1>Bad\n gateway</h1>') }).record.error,
    ).toBe('HTTP 502: <h1>Bad gateway</h1>')
    expect(read({ status: 500, type: undefined, reads: [] }).record.error).toBe('HTTP 500')
  })

  test('in a few words, however many it has', () => {
    const { record } = read({
      status: 500,
      type: 'text/plain',
      reads: Array(20).fill({ atNs: 1, text: 'x'.repeat(1e5) }),
    })
    expect(record.error?.length).toBe(300)
  })
})

test('a reply leaves nothing to the next on its connection', () => {
  const by = reader()
  const thought = delta({ reasoning_content: 'hm' })
  read({ reads: reads(thought + token() + token(), usage, event({ error: 'x' }), 'data: {"half') }, by)
  const { status, record } = read({ reads: reads(token(), finish, done) }, by)
  expect(status).toBe('ok')
  expect(record).toMatchObject({
    tokenEvents: 1,
    events: 3,
    outputTokens: 1,
    tokenSource: 'events',
    inputTokens: null,
    firstTokenErrorBoundNs: 0,
    errorBoundNs: 0,
    error: null,
  })
  expect(read({ status: 500, type: undefined, reads: [] }, by).record.tokenEvents).toBe(0)
})

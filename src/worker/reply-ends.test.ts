import { describe, expect, test } from 'vitest'
import { done, event, finish, read, reader, reads, token } from './fixtures/read-reply.ts'

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

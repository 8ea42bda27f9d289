import { describe, expect, test } from 'vitest'
import {
  boundNs,
  delta,
  done,
  event,
  finish,
  read,
  reader,
  reads,
  token,
  usage,
} from './fixtures/read-reply.ts'

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

import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { apiByName } from '../api/registry.ts'
import { emptyRecord } from '../record/empty-record.ts'
import type { RequestRecord, RequestStatus } from '../record/request-record.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { ReplyReader } from './reply-reader.ts'

interface Reply {
  readonly status?: number
  readonly type?: string
  readonly parts: readonly (string | Uint8Array)[]
}

const readers = new Map(
  ['torchserve', 'kserve-v2'].map((name) => [name, new ReplyReader(apiByName(name))] as const),
)

/** Gives a reply to a reader that has read others before, part by part, to its end by HTTP's rules. */
function read(
  api: string,
  { status = 200, type = '', parts }: Reply,
  bounds = new LogHistogram(),
): RequestRecord & { status: RequestStatus } {
  const reader = readers.get(api)!
  const record = emptyRecord()
  const arrival = {
    atNs: 5,
    observedNs: 6,
    source: 'kernel',
    errorBoundNs: 100,
    lastEventErrorBoundNs: 40,
  } as const
  reader.begin(record)
  reader.readBegins(arrival)
  reader.head(status, type)
  for (const part of parts) {
    const bytes = Buffer.concat([Buffer.from('before'), Buffer.from(part), Buffer.from('after')])
    reader.readBegins(arrival)
    reader.body(bytes, 6, bytes.length - 5)
    reader.readEnds(arrival, false, bounds)
  }
  record.status = reader.complete()
  reader.readEnds(arrival, true, bounds)
  reader.settle()
  return record
}

describe('an opaque reply', () => {
  test.each([
    ['', []],
    ['text/html', ['<html>']],
    ['text/event-stream', ['data: {"error":"x"}\n\n']],
    ['application/json', ['{"code":503,"message":"in a 200"}']],
    ['image/png', [Uint8Array.of(0x89, 0xff, 0), Uint8Array.of(0, 1)]],
  ])('is ok whatever it is: %j', (type, parts) => {
    expect(read('torchserve', { type, parts })).toMatchObject({
      status: 'ok',
      error: null,
      httpStatus: 200,
      outputTokens: null,
      tokenSource: 'none',
      tokenEvents: 0,
      events: 0,
      firstTokenNs: null,
      errorBoundNs: 40,
    })
  })

  test('has the CRC-32 of its bytes for its hash, however they come', () => {
    const whole = Buffer.from([0xff, 0, 0x80, 1, 2, 3])
    for (const cut of [0, 1, 3, 6]) {
      const { replyHash } = read('torchserve', { parts: [whole.subarray(0, cut), whole.subarray(cut)] })
      expect(replyHash).toBe(crc32(whole))
    }
    expect(read('torchserve', { parts: [] }).replyHash).toBeNull()
  })

  test.each([
    [
      503,
      '{"code":503,"type":"ServiceUnavailableException","message":"busy"}',
      'HTTP 503: ServiceUnavailableException: busy',
    ],
    [
      507,
      '{"code":507,"type":"InsufficientStorageException","message":"oom"}',
      'HTTP 507: InsufficientStorageException: oom',
    ],
    [500, 'Traceback', 'HTTP 500: Traceback'],
    [404, '', 'HTTP 404'],
  ])('is an error with another status: %s', (status, text, error) => {
    expect(read('torchserve', { status, parts: [text] })).toMatchObject({
      status: 'http_error',
      httpStatus: status,
      error,
      replyHash: null,
    })
  })
})

describe('a whole reply', () => {
  const outputs = (id: string, data: readonly number[]): string =>
    JSON.stringify({ id, outputs: [{ name: 'y', shape: [1], datatype: 'FP32', data }] })

  test('is decoded whatever its media type, and hashed by its outputs', () => {
    const records = [outputs('a', [1]), outputs('b', [1]), outputs('c', [2])].map((text) =>
      read('kserve-v2', { type: 'text/plain', parts: [text.slice(0, 9), text.slice(9)] }),
    )
    expect(records.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
    expect(records[0]!.replyHash).not.toBeNull()
    expect(records[1]!.replyHash).toBe(records[0]!.replyHash)
    expect(records[2]!.replyHash).not.toBe(records[0]!.replyHash)
    expect(records[0]).toMatchObject({ outputTokens: null, tokenEvents: 0 })
  })

  test.each([
    [200, '{"error":"model is not ready"}', 'in_stream_error', 'model is not ready'],
    [400, '{"error":"bad shape"}', 'http_error', 'HTTP 400: bad shape'],
    [200, '<html>', 'malformed', 'not JSON: "<html>"'],
    [200, '{}', 'malformed', 'no outputs in "{}"'],
  ])('of %s %s', (status, text, end, error) => {
    expect(read('kserve-v2', { status, parts: [text] })).toMatchObject({ status: end, error })
  })
})

describe('the bound on the error of a whole reply', () => {
  const whole = JSON.stringify({ outputs: [{ name: 'y', shape: [1], datatype: 'FP32', data: [1] }] })
  const countOf = (api: string, reply: Reply): readonly [n: number, max: number | undefined] => {
    const bounds = new LogHistogram()
    read(api, reply, bounds)
    return [bounds.n, bounds.n === 0 ? undefined : bounds.max]
  }

  test('is counted once, however many reads it took', () => {
    expect(countOf('torchserve', { parts: ['one', 'two', 'three'] })).toEqual([1, 40])
    expect(countOf('kserve-v2', { parts: [whole.slice(0, 9), whole.slice(9)] })).toEqual([1, 40])
  })

  test('isn’t counted of one that failed', () => {
    expect(countOf('torchserve', { status: 503, parts: ['busy'] })).toEqual([0, undefined])
    expect(countOf('kserve-v2', { parts: ['<html>'] })).toEqual([0, undefined])
  })

  test('goes back to its last bytes where the end of its connection is its own', () => {
    const reader = new ReplyReader(apiByName('torchserve'))
    const [record, bounds] = [emptyRecord(), new LogHistogram()]
    const stamps = { source: 'kernel', errorBoundNs: 100, lastEventErrorBoundNs: 40 } as const
    const arrival = { ...stamps, atNs: 1000, observedNs: 1200 }
    reader.begin(record)
    reader.readBegins(arrival)
    reader.head(200, undefined)
    reader.body(Buffer.from('reply'), 0, 5)
    reader.readEnds(arrival, false, bounds)
    // The reactor's own, which the next read of any connection fills anew.
    Object.assign(arrival, { atNs: 5000, lastEventErrorBoundNs: 0 })
    expect(reader.complete()).toBe('ok')
    reader.endedWithConnection(7000, bounds)
    reader.settle()
    expect(record).toMatchObject({ errorBoundNs: 6040, lastTokenErrorBoundNs: 6040 })
    expect(bounds.n).toBe(1)
  })
})

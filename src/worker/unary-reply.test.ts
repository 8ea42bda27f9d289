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
    reader.readEnds(arrival, false, new LogHistogram())
  }
  record.status = reader.complete()
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

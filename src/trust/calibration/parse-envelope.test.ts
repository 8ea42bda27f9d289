import { expect, test } from 'vitest'
import { bothOf, envelopeOf } from './fixtures/envelope-of.ts'
import { parseEnvelope } from './parse-envelope.ts'

const envelope = envelopeOf(bothOf(16, 38), {
  limits: [
    {
      workers: 1,
      burstiness: 'stepping',
      tokens_per_s: 800,
      streams: 16,
      tokens_limited_by: 'sender',
      requests_per_s: null,
      requests_limited_by: 'time',
    },
  ],
})
const text = JSON.stringify(envelope)

test('reads what is written', () => {
  expect(parseEnvelope(text)).toEqual({ state: 'found', envelope })
})

test.each([
  ['nothing', ''],
  ['half a file', text.slice(0, text.length / 2)],
  ['null', 'null'],
  ['a number', '7'],
  ['a list', '[]'],
  ['another file', '{"schema":"tare.summary/1"}'],
  ['a missing part', text.replace('"quick":false,', '')],
  ['a number that is none', text.replace('"p99_9":38', '"p99_9":"38"')],
  ['an infinite rate', text.replace('"tokens_per_s":800', '"tokens_per_s":1e999')],
  ['a negative rate', text.replace('"tokens_per_s":800', '"tokens_per_s":-1')],
  ['no workers', text.replaceAll('"workers":1', '"workers":0')],
  ['an unknown burstiness', text.replaceAll('"stepping"', '"waltzing"')],
  ['a time that is none', text.replace('2026-10-01T12:00:00.000Z', 'yesterday')],
])('%s is damaged', (_, damaged) => {
  expect(damaged).not.toBe(text)
  expect(parseEnvelope(damaged)).toEqual({ state: 'damaged' })
})

test('another version’s is foreign', () => {
  expect(parseEnvelope(text.replace('tare.envelope/1', 'tare.envelope/2'))).toEqual({ state: 'foreign' })
})

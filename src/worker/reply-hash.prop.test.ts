import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apiByName } from '../api/registry.ts'
import { emptyRecord } from '../record/empty-record.ts'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { ReplyReader } from './reply-reader.ts'

const arrival = {
  atNs: 1,
  observedNs: 2,
  source: 'kernel',
  errorBoundNs: 0,
  lastEventErrorBoundNs: 0,
} as const

interface ReadReply {
  readonly hash: number | null
  /** Tokens of each read. */
  readonly tokens: readonly number[]
}

/** Reads a reply given in these pieces of bytes. */
function readPieces(type: string, pieces: readonly Uint8Array[]): ReadReply {
  const reader = new ReplyReader(apiByName('openai-chat'))
  const record = emptyRecord()
  reader.begin(record)
  reader.head(200, type)
  const tokens = pieces.map((piece) => {
    reader.readBegins(arrival)
    reader.body(piece, 0, piece.length)
    return reader.readEnds(arrival, false, new LogHistogram())
  })
  expect(reader.complete()).toBe('ok')
  reader.settle()
  return { hash: record.replyHash, tokens }
}

const data = (delta: object): string => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`
const contentEvent = (content: string): string => data({ content })

/** The streamed reply of these texts, cut after every `cut` bytes. */
function streamed(
  texts: readonly string[],
  cut: number,
  event: (text: string) => string = contentEvent,
): ReadReply {
  const bytes = Buffer.from(`${texts.map(event).join('')}data: [DONE]\n\n`)
  const pieces = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, i) =>
    bytes.subarray(i * cut, (i + 1) * cut),
  )
  return readPieces('text/event-stream', pieces)
}

function whole(message: object): number | null {
  const body = Buffer.from(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }))
  return readPieces('application/json', [body]).hash
}

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 12 })

test('a reply has one hash, streamed in whatever pieces or whole', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 200 }), (pieces, cut) => {
      const content = pieces.join('')
      const hash = whole({ content })
      expect(streamed(pieces, cut).hash).toBe(hash)
      expect(streamed(Array.from(content), 10_000).hash).toBe(hash)
    }),
  )
})

test('a word more, less or other gives another hash; no text gives none', () => {
  const replies = [['one', ' two'], ['one'], ['one', ' too'], ['two', ' one'], ['one', ' two', ' ']]
  const hashes = replies.map((reply) => streamed(reply, 50).hash)
  expect(new Set(hashes).size).toBe(replies.length)
  for (const hash of hashes) expect(hash).toBeGreaterThanOrEqual(0)
  expect(streamed([], 50).hash).toBeNull()
})

test('reasoning and calls of tools are of the text too', () => {
  const reasoned = streamed(['hm', ' so'], 60, (reasoning_content) => data({ reasoning_content }))
  expect(reasoned.hash).toBe(whole({ reasoning_content: 'hm so' }))
  const call = { tool_calls: [{ index: 0, function: { name: 'look', arguments: '{}' } }] }
  expect(streamed([''], 60, () => data(call)).hash).toBe(whole(call))
})

test('says how many tokens each read brought', () => {
  const event = contentEvent('four')
  expect(streamed(['four', 'four', 'four', 'four'], 2 * event.length).tokens).toEqual([2, 2, 0])
})

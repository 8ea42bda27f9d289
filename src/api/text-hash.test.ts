import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addJsonText, addText, emptyTextHash } from './text-hash.ts'

const toUtf8 = new TextEncoder()
const anyText = fc.string({ unit: 'binary', maxLength: 30 })

/** The hash of the body of a JSON string, in the middle of other bytes. */
function hashOfJson(body: string, hash: number = emptyTextHash): number {
  const bytes = toUtf8.encode(`"${body}"`)
  return addJsonText(hash, bytes, 1, bytes.length - 1)
}

describe('addText', () => {
  it('is FNV-1a', () => {
    // The published test vectors of the 32-bit hash (IETF draft-eastlake-fnv, appendix C).
    const vectors = { '': 0x811c9dc5, a: 0xe40c292c, foobar: 0xbf9cf968 }
    for (const [text, hash] of Object.entries(vectors)) expect(addText(emptyTextHash, text) >>> 0).toBe(hash)
  })

  it('is the same however the text is cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, seed) => {
        const cut = seed % (text.length + 1)
        const pieces = addText(addText(emptyTextHash, text.slice(0, cut)), text.slice(cut))
        return pieces === addText(emptyTextHash, text)
      }),
    )
  })
})

describe('addJsonText', () => {
  it('hashes the text that a JSON string spells, raw, escaped or in part', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, escaping) => {
        const raw = JSON.stringify(text).slice(1, -1)
        const body = escaping ? raw.replaceAll(/[^\x20-\x7e]/g, escapeOf) : raw
        return hashOfJson(body, 7) === addText(7, text)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    '\\/\\b\\t\\n\\f\\r\\"\\\\',
    'caf\u00e9',
    '\u4f60\u597d',
    '\u{1f600}',
    '\\ud83d\\uDE00',
    '\ufffd',
    '\u{10ffff}',
  ])('%s', (body) => {
    expect(hashOfJson(body)).toBe(addText(emptyTextHash, JSON.parse(`"${body}"`) as string))
  })

  it('takes bytes that are no UTF-8 for what the decoder makes of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 0x5d, max: 0xff, maxLength: 8 }), (bytes) => {
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
        return addJsonText(emptyTextHash, bytes, 0, bytes.length) === addText(emptyTextHash, text)
      }),
      { numRuns: 2000 },
    )
  })
})

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

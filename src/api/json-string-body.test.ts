import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isJsonStringBody } from './json-string-body.ts'

it('agrees with JSON.parse on any ASCII between quotes', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\\',
      '"',
      '\\"',
      '\\u',
      '\\u00e9',
      '\\uD8',
      'G',
      '\\n',
      '\\x',
      '/',
      '\\/',
      '\n',
      '\t',
      '\u001f',
      '\u007f',
      ' ',
    ),
    fc.string({ maxLength: 3 }),
  )
  const property = fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
    const body = pieces.join('')
    const bytes = Buffer.from(`xx${body}yy`)
    const valid = isJsonStringBody(bytes, 2, bytes.length - 2)
    let parses = true
    try {
      parses = typeof JSON.parse(`"${body}"`) === 'string'
    } catch {
      parses = false
    }
    expect(valid).toBe(parses)
  })
  fc.assert(property, { numRuns: 5000 })
})

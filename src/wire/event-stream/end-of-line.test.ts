import fc from 'fast-check'
import { expect, it } from 'vitest'
import { endOfLine } from './end-of-line.ts'

it('finds the first CR or LF in any range of any bytes', () => {
  const byte = fc.oneof(fc.constantFrom(9, 10, 13, 14, 127, 128, 141, 142, 255), fc.nat(255))
  const property = fc.property(fc.array(byte, { maxLength: 60 }), fc.nat(60), fc.nat(60), (values, a, b) => {
    const bytes = Uint8Array.from(values)
    const [start, end] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)]
    let expected = start
    while (expected < end && bytes[expected] !== 10 && bytes[expected] !== 13) expected++
    expect(endOfLine(bytes, new DataView(bytes.buffer), start, end)).toBe(expected)
  })
  fc.assert(property, { numRuns: 3000 })
})

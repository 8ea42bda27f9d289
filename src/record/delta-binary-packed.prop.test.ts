import fc from 'fast-check'
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { expect, test } from 'vitest'
import { deltaBinaryPacked } from './delta-binary-packed.ts'

function unpacked(values: readonly number[]): number[] {
  const bytes = deltaBinaryPacked(Float64Array.from(values))
  const output = new BigInt64Array(values.length)
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
  deltaBinaryUnpack(reader, values.length, output)
  expect(reader.offset).toBe(bytes.length)
  return Array.from(output, Number)
}

/** Up to 2^width in size, so that every packed width comes up. */
const widths = fc.integer({ min: 0, max: 53 }).chain((width) => {
  const most = Math.min(2 ** width, Number.MAX_SAFE_INTEGER)
  return fc.array(fc.integer({ min: -most, max: most }), { maxLength: 400 })
})

test('another implementation reads back any whole numbers', () => {
  fc.assert(
    fc.property(widths, (values) => {
      expect(unpacked(values)).toEqual(values)
    }),
    { numRuns: 300 },
  )
})

test('a stall among small gaps costs one miniblock, not the page', () => {
  const gaps = Float64Array.from({ length: 12_800 }, (_, i) => 20_000_000 + ((i * 7919) % 600_000))
  const without = deltaBinaryPacked(gaps).length
  gaps[6000] = 40_000_000_000
  expect(deltaBinaryPacked(gaps).length).toBeLessThan(without + 600)
})

test('equal values take almost nothing', () => {
  expect(deltaBinaryPacked(new Float64Array(12_800).fill(20_000_000)).length).toBeLessThan(12_800 / 20)
})

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is no whole number', (value) => {
  expect(() => deltaBinaryPacked(Float64Array.of(1, value))).toThrow(RangeError)
})

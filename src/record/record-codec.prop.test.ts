import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyRecord } from './empty-record.ts'
import { arbitraryRecord } from './fixtures/arbitrary-record.ts'
import { decodeRecord, encodeRecord, recordBytesAtMost } from './record-codec.ts'

function decodes(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(Uint8Array.from(bytes).buffer)
  return decodeRecord(buffer, new DataView(buffer.buffer), 0, buffer.length, emptyRecord())
}

test('a record cut short or with bytes to spare is none, and nothing is read beyond it', () => {
  fc.assert(
    fc.property(
      arbitraryRecord(5),
      fc.nat(),
      fc.uint8Array({ minLength: 1, maxLength: 9 }),
      (record, cut, more) => {
        const buffer = Buffer.alloc(recordBytesAtMost(record))
        const end = encodeRecord(record, buffer, new DataView(buffer.buffer, buffer.byteOffset), 0)
        const whole = buffer.subarray(0, end)
        expect(decodes(whole)).toBe(true)
        expect(decodes(whole.subarray(0, cut % end))).toBe(false)
        expect(decodes(Buffer.concat([whole, more]))).toBe(false)
      },
    ),
  )
})

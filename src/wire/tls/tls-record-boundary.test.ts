import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TlsRecordBoundary } from './tls-record-boundary.ts'

const record = (length: number): Buffer =>
  Buffer.concat([Buffer.from([23, 3, 3, length >> 8, length & 255]), Buffer.alloc(length, 3)])

test('says of every piece whether it ends with a record, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 400 })),
      (lengths, cuts) => {
        const stream = Buffer.concat(lengths.map(record))
        const ends = new Set<number>()
        lengths.reduce((at, length) => {
          ends.add(at + 5 + length)
          return at + 5 + length
        }, 0)
        const boundary = new TlsRecordBoundary()
        for (let at = 0; at < stream.length; ) {
          const to = Math.min(stream.length, at + cuts.next().value)
          expect(boundary.endsAt(stream.subarray(at, to), to - at)).toBe(ends.has(to))
          at = to
        }
      },
    ),
  )
})

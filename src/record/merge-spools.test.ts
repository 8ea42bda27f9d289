import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyRecord } from './empty-record.ts'
import { mergeSpools } from './merge-spools.ts'
import type { RequestRecord } from './request-record.ts'

/** As a spool yields: one object, filled anew. */
function* spool(endsNs: readonly number[]): Generator<RequestRecord> {
  const record = emptyRecord()
  for (const endNs of endsNs) {
    record.endNs = endNs
    yield record
  }
}

test('all records come, by the time they ended', () => {
  const ends = fc.array(fc.nat(1000)).map((values) => values.sort((a, b) => a - b))
  fc.assert(
    fc.property(fc.array(ends, { maxLength: 5 }), (workers) => {
      const merged = Array.from(mergeSpools(workers.map(spool)), (record) => record.endNs)
      expect(merged).toEqual(workers.flat().sort((a, b) => a - b))
    }),
  )
})

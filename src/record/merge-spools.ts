import type { RequestRecord } from './request-record.ts'

/**
 * All workers' records in one sequence, by the time at which they ended, when each worker's are (as spools are:
 * a record is appended when its request ends). A record is valid until the next is asked for.
 */
export function* mergeSpools(spools: Iterable<Iterable<RequestRecord>>): Generator<RequestRecord> {
  const heads: { record: RequestRecord; readonly rest: Iterator<RequestRecord> }[] = []
  for (const spool of spools) {
    const rest = spool[Symbol.iterator]()
    const first = rest.next()
    if (!first.done) heads.push({ record: first.value, rest })
  }
  while (heads.length > 0) {
    let earliest = 0
    for (let i = 1; i < heads.length; i++) {
      if (heads[i]!.record.endNs < heads[earliest]!.record.endNs) earliest = i
    }
    const head = heads[earliest]!
    yield head.record
    const next = head.rest.next()
    if (next.done) heads.splice(earliest, 1)
    else head.record = next.value
  }
}

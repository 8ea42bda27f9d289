import type { RequestRecord } from '../record/request-record.ts'

/** What latencies are taken of. */
export function isMeasuredOk(record: RequestRecord): boolean {
  return record.phase === 'measure' && record.status === 'ok'
}

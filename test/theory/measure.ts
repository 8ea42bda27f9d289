import { summaryContext } from '../../src/metrics/fixtures/summary-context.ts'
import type { Measurements } from '../../src/metrics/summary.ts'
import { SummaryBuilder } from '../../src/metrics/summary-builder.ts'
import type { RequestRecord } from '../../src/record/request-record.ts'

/** A summary of these records, but for its verdict. */
export function measure(records: readonly RequestRecord[]): Measurements {
  const builder = new SummaryBuilder({ kind: 'requests' })
  for (const record of records) builder.add(record)
  if (builder.needsSecondPass()) for (const record of records) builder.addAgain(record)
  if (builder.needsThirdPass()) for (const record of records) builder.addThird(record)
  return builder.build(summaryContext)
}

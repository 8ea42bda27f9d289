import { expect, test } from 'vitest'
import { compareGroups } from '../../analysis/comparison/compare-groups.ts'
import { comparisonDefaults } from '../../analysis/comparison/comparison-options.ts'
import { groupOf, sweepRuns } from '../../analysis/comparison/fixtures/compared-runs.ts'
import { comparisonCsv } from './comparison-csv.ts'

const options = { ...comparisonDefaults, force: false, metrics: ['ttft.p50', 'query.p50'] }
const sweep = (name: string) =>
  groupOf(
    name,
    sweepRuns([1, 4], 2, () => 1),
  )

test('a row a cell and metric, what there is none of left empty', () => {
  const comparison = compareGroups(sweep('a'), sweep('b, "c"'), options)
  const [head, ...rows] = comparisonCsv([comparison]).split('\r\n')
  expect(head).toMatch(/^a,b,forced,cell,metric,unit,a_value,.*,warnings,axis\.load\.concurrency$/)
  expect(rows.map((row) => row.slice(0, 46))).toEqual([
    expect.stringMatching(/^a,"b, ""c""",false,concurrency=1,ttft\.p50,ms,/),
    expect.stringMatching(/^a,"b, ""c""",false,concurrency=1,query\.p50,ms/),
    expect.stringMatching(/^a,"b, ""c""",false,concurrency=4,ttft\.p50,ms,/),
    expect.stringMatching(/^a,"b, ""c""",false,concurrency=4,query\.p50,ms/),
    '',
  ])
  expect(rows[1]).toContain(',ms,,,,0,,,,0,,,,,,cant_tell,,,')
  // Both sides’ two runs differ by the same, which looks like a drift.
  expect(rows[2]).toMatch(/,order drift,4$/)
})

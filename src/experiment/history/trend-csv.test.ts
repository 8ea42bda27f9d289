import { expect, test } from 'vitest'
import { canaryRows, nightlyRows } from '../../analysis/history/fixtures/nightly-rows.ts'
import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { trendDefaults, trendOf } from '../../analysis/history/trend.ts'
import type { Trend } from '../../analysis/history/trend-series.ts'
import { trendCsv } from './trend-csv.ts'

function trend(rows: readonly HistoryRow[]): Trend {
  return trendOf(rows, rows, { ...trendDefaults, metrics: ['ttft.p50', 'goodput'] })
}

const steps = [[30, 1.12]] as const
const both = trend([...nightlyRows({ runs: 50, steps }), ...canaryRows({ runs: 50, steps })])

test('has a line a run, with the change on the first run after it', () => {
  const [head, ...lines] = trendCsv(both).trimEnd().split('\r\n')
  const columns = head!.split(',')
  expect(lines).toHaveLength(100)
  const at = (line: string, name: string): string => line.split(',')[columns.indexOf(name)]!
  const changed = lines.filter((line) => at(line, 'change_before') !== '')
  expect(changed.map((line) => [at(line, 'started_at').slice(0, 10), at(line, 'machine_changed')])).toEqual([
    ['2026-10-01', 'true'],
    ['2026-10-01', 'true'],
  ])
  const levels = lines.slice(0, 50).map((line) => Number(at(line, 'level')))
  expect(new Set(levels).size).toBe(2)
  expect(levels[49]! / levels[0]!).toBeCloseTo(1.12, 1)
})

test('quotes what it must', () => {
  const rows = nightlyRows({ runs: 3, over: { cell: 'a=1,b="x"' } })
  expect(trendCsv(trend(rows))).toContain(',"a=1,b=""x""",')
})

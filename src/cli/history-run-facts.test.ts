import { expect, test } from 'vitest'
import { headlineMetrics } from '../analysis/comparison/compared-metric.ts'
import { historyRow } from '../analysis/history/fixtures/history-rows.ts'
import { historyRunFacts } from './history-run-facts.ts'

test.each([
  [{ label: 'nightly', cell: 'concurrency=4' }, ' (label nightly, cell concurrency=4)'],
  [{}, ''],
  [{ verdict: 'INVALID' as const, invalid: null }, ' (INVALID: no baseline)'],
  [{ verdict: 'INVALID' as const, invalid: headlineMetrics.join(' ') }, ' (INVALID: no baseline)'],
  [
    { verdict: 'INVALID' as const, invalid: 'itl.p50 itl.p99 tpot.p50' },
    ' (INVALID in itl, tpot: no baseline there)',
  ],
  [{ verdict: 'INVALID' as const, invalid: '' }, ' (INVALID, but in nothing that is compared)'],
])('a run with %o', (over, text) => {
  expect(historyRunFacts(historyRow(1, over))).toBe(text)
})

import { expect, test } from 'vitest'
import { runOf, verdictOf } from '../../analysis/comparison/fixtures/compared-runs.ts'
import { withLatency, withUnresolvedLatency } from '../../analysis/comparison/fixtures/summaries-of.ts'
import type { Summary } from '../../metrics/summary.ts'
import type { HistoryNote } from './history-note.ts'
import { historyRowOf } from './history-row-of.ts'

const note: HistoryNote = {
  schema: 'tare.history-note/1',
  added_at: '2026-01-01T00:00:00.000Z',
  label: null,
  branch: null,
  commit: null,
  committed_at: null,
  cell: null,
  axes: {},
  server_settings: {},
}
const id = { run_id: '20260101-000001-aaaaaa' }

test('what the run doesn’t resolve is of its sample, and named', () => {
  const { metrics, unresolved } = historyRowOf(
    runOf({ summary: { ...withUnresolvedLatency(321), ...id } }),
    note,
  )
  expect(metrics['e2e.p50']).toBe(321)
  expect(unresolved!.split(' ')).toContain('e2e.p50')
  expect(unresolved!.split(' ')).not.toContain('ttft.p50')
})

test('what isn’t there is null, and not named', () => {
  const { metrics, unresolved } = historyRowOf(runOf({ summary: { ...withLatency(null), ...id } }), note)
  expect([metrics['e2e.p50'], (unresolved ?? '').split(' ').includes('e2e.p50')]).toEqual([null, false])
})

test('what failed checks touch is named, of INVALID runs only', () => {
  const row = (verdict: Summary['verdict']) =>
    historyRowOf(runOf({ summary: { verdict, ...id } }), note).invalid?.split(' ')
  const late = verdictOf('invalid', 'lateness', ['ttft_from_plan'])
  expect(row(late)).toContain('ttft_from_plan.p99')
  expect(row(late)).not.toContain('ttft.p99')
  expect(row(verdictOf('suspect', 'trend', ['ttft']))).toBeUndefined()
  expect(row(verdictOf('invalid', 'x', ['nothing that is compared']))).toEqual([''])
})

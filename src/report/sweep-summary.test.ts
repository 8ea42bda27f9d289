import { describe, expect, test } from 'vitest'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import { plainStyle } from './style.ts'
import { renderSweepSummary } from './sweep-summary.ts'

function row(axes: Readonly<Record<string, number | string>>, others: CellRow): CellRow {
  const prefixed = Object.fromEntries(Object.entries(axes).map(([name, value]) => [`axis.${name}`, value]))
  const cell = Object.entries(axes).map(([name, value]) => `${name.replace(/.*\./, '')}=${value}`)
  return { cell: cell.join(','), ...prefixed, ...others }
}

const measured = (perSecond: number): CellRow => ({
  status: 'measured',
  verdict: 'VALID',
  requests_per_s: perSecond,
  e2e_mean_ms: 100,
  in_flight_mean: perSecond / 10,
  error_rate: 0,
})

const textOf = (rows: readonly CellRow[]): string =>
  renderSweepSummary(rows, 'sweeps/one', plainStyle).join('\n')

describe('what failed', () => {
  const ignored = [2, 4].flatMap((batch) =>
    [1, 8].flatMap((slots) =>
      [0, 1].map(() =>
        row(
          { 'server.batch_size': batch, 'load.concurrency': slots },
          {
            status: 'failed',
            error: `bench didn't take its settings (batch_size: ${batch} asked for, 1 read)`,
          },
        ),
      ),
    ),
  )

  test('is said once, in whole, with how many cells it holds for', () => {
    const died = row(
      { 'server.batch_size': 1, 'load.concurrency': 1 },
      { status: 'failed', error: 'the server died (The end of its log:\n\u001b[31mout of memory\n)' },
    )
    const text = textOf([...ignored, died])
    expect(text.match(/didn't take its settings/g)).toHaveLength(1)
    expect(text.slice(text.indexOf('\n  FAILED'))).toMatchInlineSnapshot(`
      "
        FAILED
        batch_size=2,concurrency=1, and 3 other cells with their own values (8 runs)
          bench didn't take its settings (batch_size: 2 asked for, 1 read)
        batch_size=1,concurrency=1
          the server died (The end of its log:
          out of memory
          )"
    `)
  })

  test('has no heading where nothing did', () => {
    expect(textOf([row({ 'load.concurrency': 1 }, measured(5))])).not.toContain('FAILED')
  })

  test('for more reasons than fit is counted', () => {
    const rows = Array.from({ length: 12 }, (_, at) =>
      row({ 'load.concurrency': 1 }, { status: 'failed', error: `port ${at}` }),
    )
    expect(textOf(rows)).toMatch(/ {4}port 9\n {2}2 reasons more: sweeps\/one\/cells\.csv$/)
  })
})

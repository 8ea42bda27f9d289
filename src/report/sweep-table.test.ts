import { describe, expect, test } from 'vitest'
import { type CellRow, cellRow } from '../analysis/cells/cell-row.ts'
import type { Summary } from '../metrics/summary.ts'
import { streamedOpenLoop } from './fixtures/summaries.ts'
import { plainStyle, styleFor } from './style.ts'
import { renderSweepTable, sweepMarkdown } from './sweep-table.ts'

function row(
  concurrency: number,
  changes: CellRow = {},
  summary: Summary | null = streamedOpenLoop,
): CellRow {
  const run = {
    index: concurrency,
    cell: `concurrency=${concurrency}`,
    axes: { 'load.concurrency': concurrency },
    block: 0,
    seed: 1,
    thinkTimeMs: 0,
    folder: 'runs/a',
    status: 'measured',
    error: null,
    settings: {},
  } as const
  return { ...cellRow(run, summary), ...changes }
}

const faster = { requests_per_s: 8.2, output_tokens_per_s: 790 }
const slower = { requests_per_s: 7.1, output_tokens_per_s: 702 }
const failed = row(16, { status: 'failed', error: 'x' }, null)
const rows = [row(8), row(2), row(2, faster), row(2, slower), row(8, { verdict: 'SUSPECT' }), failed]

describe('renderSweepTable', () => {
  test('has a line a cell, by the axis, with means over its runs', () => {
    expect(renderSweepTable(rows, plainStyle).join('\n')).toMatchInlineSnapshot(`
      "  concurrency      req/s      tok/s  TTFT p50  p99  ITL p50  E2E p50   p90   p95   p99   failed  verdict
                  2  7.7 ± 1.6  750 ± 120      41.3  268     12.4     1241  1663  1874  2296  0.083 %  VALID
                  8       7.96        764      41.3  268     12.4     1241  1663  1874  2296  0.083 %  1 VALID, 1 SUSPECT
                 16          —          —         —    —        —        —     —     —     —        —  failed"
    `)
  })

  test('says of runs that agree only that they do to the digits shown', () => {
    const [, line] = renderSweepTable([row(2), row(2), row(2)], plainStyle)
    expect(line).toMatch(/^ +2 {2}7\.96 ± <0\.005 {2}764 ± <0\.5 /)
  })

  test('leaves out tokens and TTFT where nothing streamed', () => {
    const names = ['ttft_mean_ms', 'output_tokens_per_s']
    const whole = rows.map((each) => ({ ...each, ...Object.fromEntries(names.map((name) => [name, null])) }))
    const [head] = renderSweepTable(whole, plainStyle)
    expect(head).not.toMatch(/TTFT|ITL|tok\/s/)
    expect(head).toMatch(/concurrency +req\/s +E2E p50/)
  })

  test('keeps to ASCII where it must, and shows no control characters', () => {
    const style = styleFor({}, { LANG: 'C' })
    const hostile = row(1, { 'axis.load.concurrency': 'a\u001b[31mé' })
    expect(renderSweepTable([hostile], style).join('')).toMatch(/^[ -~]+$/)
  })

  test('of no rows is only its head', () => {
    expect(renderSweepTable([], plainStyle)).toHaveLength(1)
  })
})

test('Markdown has the same cells, with their bars escaped', () => {
  const lines = sweepMarkdown([row(2, { 'axis.load.concurrency': 'a|b' })]).split('\n')
  expect(lines[0]).toMatch(/^\| concurrency \| req\/s \|/)
  expect(lines[1]).toMatch(/^\|( ---: \|)+ --- \|$/)
  expect(lines[2]).toMatch(/^\| a\\\|b \| .* \| VALID \|$/)
})

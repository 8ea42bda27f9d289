import { describe, expect, test } from 'vitest'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'
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

const textOf = (rows: readonly CellRow[], style = plainStyle): string =>
  renderSweepSummary(rows, 'sweeps/one', style).join('\n')

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

describe('how it scales', () => {
  test('names are compared with the first, with each of what is held', () => {
    const rows = [1, 4].flatMap((slots) =>
      ['cpu', 'gpu', 'tpu'].flatMap((hardware, at) =>
        [0.99, 1, 1.01].map((luck) =>
          row(
            { 'labels.hardware': hardware, 'load.concurrency': slots },
            measured((at + 1) * 10 * slots * luck),
          ),
        ),
      ),
    )
    const text = textOf(rows)
    expect(text.slice(text.indexOf('\n  SCALING'))).toMatchInlineSnapshot(`
      "
        SCALING
        labels.hardware, with concurrency 1
          hardware = tpu brings most, 3.00 times cpu.
          to cpu: gpu 2.00 ± 0.05 · tpu 3.00 ± 0.07
        labels.hardware, with concurrency 4
          hardware = tpu brings most, 3.00 times cpu.
          to cpu: gpu 2.00 ± 0.05 · tpu 3.00 ± 0.07
        Speed-ups, bounds and laws: tare scaling sweeps/one"
    `)
  })

  test('so are the loads of a background', () => {
    const rows = [0, 4].flatMap((slots) =>
      [0.99, 1, 1.01].map((luck) =>
        row({ 'background.load.concurrency': slots }, measured((40 / (slots + 1)) * luck)),
      ),
    )
    expect(textOf(rows)).toMatch(
      /\n {2}background\.load\.concurrency\n {4}background\.concurrency = 0 brings most, 5\.00 times 4\.\n {4}to 0: 4 0\.20\d* ± 0\.0\d+\n/,
    )
  })

  test('a name of which nothing is known is compared with nothing', () => {
    const rows = [
      row({ 'labels.hardware': 'cpu' }, measured(5)),
      row({ 'labels.hardware': 'gpu' }, measured(0)),
    ]
    expect(textOf(rows)).not.toContain('SCALING')
  })

  test('fits the terminal, and says nothing that one would obey', () => {
    const names = ['a\u001b[31mé', 'b'.repeat(90), ...Array.from({ length: 20 }, (_, at) => `name-${at}`)]
    const rows = names.flatMap((name, at) =>
      [5, 6].map((rate) => row({ 'labels.x': name }, measured(rate + at))),
    )
    const text = textOf(rows, styleFor({}, { LANG: 'C' }))
    const scaling = text.slice(text.indexOf('\n  SCALING'), text.lastIndexOf('\n')).split('\n')
    expect(scaling.filter((line) => displayWidth(line) > 78)).toEqual([])
    expect(text).toMatch(/^[ -~\n]+$/)
  })
})

import { describe, expect, it } from 'vitest'
import { type CensusRow, renderCensusRow } from './census-row.ts'
import { renderTableHead } from './figure-columns.ts'
import { distribution, empty } from './fixtures/distributions.ts'
import { plainStyle } from './style.ts'

const ms = { kind: 'time', baseNs: 1e6 } as const

function render(row: Omit<CensusRow, 'label'>): string {
  return renderCensusRow({ label: 'x', ...row }, plainStyle)
}

describe('renderCensusRow', () => {
  it('stands below the head of its table', () => {
    expect([
      renderTableHead('TOKENS', plainStyle),
      render({ distribution: distribution(4796, 96, 1.5), scale: { kind: 'plain', unit: 'tok' } }),
    ]).toEqual([
      '  TOKENS                    n   mean    p50    p90    p95    p99  p99.9    max',
      '  x               tok    4796   98.4   96.0    106    110    120    134    144',
    ])
  })

  it('leaves out quantiles that no value is beyond', () => {
    const rows = [1, 2, 10, 99, 100, 1000].map((n) => render({ distribution: distribution(n, 1), scale: ms }))
    expect(rows).toEqual([
      '  x               ms        1   1.10                                      3.00',
      '  x               ms        2   1.10   1.00                               3.00',
      '  x               ms       10   1.10   1.00   1.40                        3.00',
      '  x               ms       99   1.10   1.00   1.40   1.60                 3.00',
      '  x               ms      100   1.10   1.00   1.40   1.60   2.00          3.00',
      '  x               ms     1000   1.10   1.00   1.40   1.60   2.00   2.60   3.00',
    ])
  })

  it('takes one unit for the whole row, and a larger one when the maximum would be too long', () => {
    const row = (max: number): string =>
      render({ distribution: { ...distribution(4000, 0.5), max }, scale: ms })
    expect(row(99)).toContain(' 99000')
    expect(row(99)).toContain(' µs ')
    expect(row(100)).toContain(' 0.500 ')
    expect(row(100)).toContain(' ms ')
  })

  it('takes the unit of the largest when the median is nothing', () => {
    const figures = { ...distribution(4000, 2), mean: 0.0004, p50: 0 }
    expect(render({ distribution: figures, scale: ms })).toBe(
      '  x               ms     4000 <0.001      0   2.80   3.20   4.00   5.20   6.00',
    )
  })

  it('has no unit and only dashes when it is empty', () => {
    expect(render({ distribution: empty, scale: ms })).toBe(
      '  x                         0      —      —      —      —      —      —      —',
    )
  })

  it('shortens counts that are too long for a column, and bears a mark', () => {
    const row = { distribution: distribution(10, 200_000), scale: { kind: 'plain', unit: 'tok' } } as const
    expect(render({ ...row, touch: 'suspect' })).toMatch(/^\? x .* 600k$/)
  })
})

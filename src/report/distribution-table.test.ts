import { describe, expect, it } from 'vitest'
import {
  explainDashes,
  minimumSamples,
  renderTableHead,
  renderTableRow,
  tableWidth,
} from './distribution-table.ts'
import { distribution, empty } from './fixtures/summaries.ts'
import { plainStyle } from './style.ts'

const ms = { kind: 'time', baseNs: 1e6 } as const

function cells(row: string): readonly string[] {
  return row.trim().split(/ +/)
}

describe('minimumSamples', () => {
  it.each([
    [0.5, 6],
    [0.9, 36],
    [0.95, 72],
    [0.99, 368],
    [0.999, 3688],
  ])('of p = %d is %d', (p, n) => expect(minimumSamples(p)).toBe(n))
})

describe('renderTableRow', () => {
  it('is as wide as its head', () => {
    const row = renderTableRow({ label: 'E2E', distribution: distribution(5000, 1), scale: ms }, plainStyle)
    expect(row).toHaveLength(tableWidth)
    expect(renderTableHead('LATENCY', plainStyle)).toHaveLength(tableWidth)
  })

  it.each([
    [367, '—'],
    [368, '2.00'],
  ])('with %d samples has %s for p99', (n, expected) => {
    const row = renderTableRow({ label: 'TTFT', distribution: distribution(n, 1), scale: ms }, plainStyle)
    expect(cells(row).at(-3)).toBe(expected)
  })

  it('takes one unit for the whole row, and a larger one when the maximum would be too long', () => {
    const row = (max: number) => ({
      label: 'ITL',
      distribution: { ...distribution(4000, 0.5), max },
      scale: ms,
    })
    expect(cells(renderTableRow(row(99), plainStyle))).toEqual(expect.arrayContaining(['µs', '500', '99000']))
    expect(cells(renderTableRow(row(100), plainStyle))).toEqual(
      expect.arrayContaining(['ms', '0.500', '100']),
    )
  })

  it('takes the unit of the largest when the median is nothing', () => {
    const row = {
      label: 'error bound',
      distribution: { ...distribution(4000, 2), mean: 0.0004, p50: 0 },
      scale: ms,
    }
    expect(cells(renderTableRow(row, plainStyle))).toEqual(
      expect.arrayContaining(['ms', '<0.001', '0', '6.00']),
    )
  })

  it('has no unit and only dashes when it is empty', () => {
    const row = renderTableRow({ label: 'TTFT', distribution: empty, scale: ms }, plainStyle)
    expect(cells(row)).toEqual(['TTFT', '0', ...Array(7).fill('—')])
  })

  it('shortens counts that are too long for a column', () => {
    const row = {
      label: 'input',
      distribution: distribution(10, 200_000),
      scale: { kind: 'plain', unit: 'tok' },
    } as const
    expect(cells(renderTableRow(row, plainStyle)).at(-1)).toBe('600k')
  })
})

describe('explainDashes', () => {
  it('names what it would take, for rows that have samples at all', () => {
    const row = (n: number) => ({ label: 'x', distribution: { ...distribution(n, 1), n }, scale: ms })
    expect(explainDashes([row(0), row(3688)])).toBeUndefined()
    expect(explainDashes([row(400), row(4000)])).toBe('— too few samples to tell: it takes 3688 for p99.9.')
  })
})

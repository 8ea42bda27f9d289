import { describe, expect, test } from 'vitest'
import { cellEstimate, cellsOf } from './cell-estimates.ts'
import type { CellRow } from './cell-row.ts'

function row(concurrency: number | string, figure: number | null, others: CellRow = {}): CellRow {
  return { cell: `concurrency=${concurrency}`, 'axis.load.concurrency': concurrency, figure, ...others }
}

describe('cellsOf', () => {
  test('brings repeats together, and cells into the order of their axes', () => {
    const cells = cellsOf([row(16, 1), row(2, 2), row(16, 3), row(4, 4)])
    expect(cells.map(({ cell, rows }) => [cell, rows.length])).toEqual([
      ['concurrency=2', 1],
      ['concurrency=4', 1],
      ['concurrency=16', 2],
    ])
    expect(cells[0]!.axes).toEqual({ 'load.concurrency': 2 })
  })

  test('orders words by their letters, and by the numbers in them', () => {
    const cells = cellsOf([row('gpu10', 1), row('cpu', 1), row('gpu9', 1)])
    expect(cells.map(({ axes }) => axes['load.concurrency'])).toEqual(['cpu', 'gpu9', 'gpu10'])
    expect(cellsOf([])).toEqual([])
  })
})

describe('cellEstimate', () => {
  const estimateOf = (...values: (number | null)[]): ReturnType<typeof cellEstimate> =>
    cellEstimate(cellsOf(values.map((value) => row(1, value)))[0]!, 'figure')

  test('is the geometric mean of the runs, with t on the logarithm', () => {
    // scipy: x = log([10, 20, 40]); stats.t.interval(.95, 2, x.mean(), stats.sem(x))
    const { value, ci95, runs } = estimateOf(10, 20, 40)
    expect(value).toBeCloseTo(20, 9)
    expect(ci95![0]).toBeCloseTo(3.5746212, 6)
    expect(ci95![1]).toBeCloseTo(111.8999675, 5)
    expect(runs).toBe(3)
  })

  test('has no interval of one run or two, and no value of none', () => {
    expect(estimateOf(7, null)).toEqual({ value: expect.closeTo(7, 12), ci95: null, runs: 1 })
    expect(estimateOf(4, 9)).toEqual({ value: expect.closeTo(6, 12), ci95: null, runs: 2 })
    expect(estimateOf(null)).toEqual({ value: null, ci95: null, runs: 0 })
    expect(estimateOf(Number.NaN)).toEqual({ value: null, ci95: null, runs: 0 })
  })

  test('of what can be 0 is the plain mean', () => {
    expect(estimateOf(0, 0.5)).toEqual({ value: 0.25, ci95: null, runs: 2 })
  })
})

import { expect, test } from 'vitest'
import type { Comparison } from '../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'
import { luckInWords } from './comparison-legend.ts'

const comparisonOf = (ps: readonly number[]): Comparison => {
  const metrics = ps.map((p) => {
    return { p, changeCi95: [0, 1], verdict: p < 0.05 ? 'worse' : 'cant_tell' } as unknown as MetricComparison
  })
  const cells = [{ cell: null, axes: {}, notes: [], metrics }]
  return { a: 'a', b: 'b', forced: false, notes: [], cells, newCells: [], vanishedCells: [] }
}

test.each([
  [[0.001, 0.002], '2 comparisons, 2 differ, also when adjusted for their number; had'],
  [[0.001, 0.04, 0.9, 0.9], '4 comparisons, 2 differ, 1 of them when adjusted for their number; had'],
  [[0.04, 0.9, 0.9], '3 comparisons, 1 differs, none when adjusted for their number; had'],
  [[0.4, 0.9], '2 comparisons, 0 differ; had'],
  [[0.01], '1 comparison, 1 differs; had'],
])('%j', (ps, expected) => {
  expect(luckInWords(comparisonOf(ps))!.slice(0, expected.length)).toBe(expected)
})

test('nothing is compared', () => {
  expect(luckInWords(comparisonOf([]))).toBeNull()
})

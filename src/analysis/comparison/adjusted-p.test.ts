import { expect, test } from 'vitest'
import { adjustedP } from './adjusted-p.ts'
import type { MetricComparison } from './metric-comparison.ts'

const of = (p: number | null) => ({ p }) as MetricComparison

test('over those that have a p', () => {
  const all = [0.01, null, 0.02, 0.9, 0.03].map(of)
  const adjusted = adjustedP(all)
  expect(all.map((each) => adjusted.get(each) ?? null)).toEqual([
    expect.closeTo(0.04, 12),
    null,
    expect.closeTo(0.04, 12),
    expect.closeTo(0.9, 12),
    expect.closeTo(0.04, 12),
  ])
  expect(adjustedP([]).size).toBe(0)
})

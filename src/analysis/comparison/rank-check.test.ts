import { expect, test } from 'vitest'
import { compareMetric } from './compare-metric.ts'
import { comparedMetric } from './compared-metric.ts'
import { comparisonDefaults } from './comparison-options.ts'
import { withLatency } from './fixtures/summaries-of.ts'

const latency = comparedMetric('e2e.p50')!
const compared = (a: readonly number[], b: readonly number[]) =>
  compareMetric(
    latency,
    a.map((ms) => withLatency(ms)),
    b.map((ms) => withLatency(ms)),
    comparisonDefaults,
  )

test('p by ranks of four runs a side and more', () => {
  expect(compared([1, 2, 3, 4], [5, 6, 7, 8]).rankP).toBeCloseTo(2 / 70, 9)
  expect(compared([1, 2, 3], [5, 6, 7, 8]).rankP).toBeNull()
  expect(compared([1], [2]).rankP).toBeNull()
})

test('a run that is far off hides from t what the order of the runs shows', () => {
  const found = compared([100, 101, 102, 103, 104], [110, 111, 112, 113, 400])
  expect(found).toMatchObject({ verdict: 'cant_tell', rankP: expect.closeTo(2 / 252, 9) })
  expect(found.note).toBe(
    'by the order of the runs alone p is 0.0079: a run that is far off may hide a difference',
  )
})

test('nothing is said where both agree, more or less', () => {
  expect(compared([100, 101, 102, 103], [110, 111, 112, 113]).note).toBeNull()
  expect(compared([100, 101, 102, 103], [100.5, 101.5, 102.5, 99]).note).toBeNull()
})

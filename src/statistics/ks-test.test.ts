import { expect, test } from 'vitest'
import { ksTest } from './ks-test.ts'

test('against U(0, 1)', () => {
  // scipy 1.17: stats.kstest(u, 'uniform', method='exact')
  const { statistic, p } = ksTest([0.71, 0.03, 0.11, 0.48, 0.12, 0.27, 0.34, 0.41, 0.62, 0.93])
  expect(statistic).toBeCloseTo(0.22, 12)
  expect(Math.abs(p - 0.64254440170734)).toBeLessThan(0.02)
})

test('against another distribution', () => {
  // scipy 1.17: stats.kstest(e, 'expon', method='exact')
  const { statistic, p } = ksTest([0.1, 0.2, 0.4, 0.9, 1.1, 3.2, 0.05], (x) => 1 - Math.exp(-x))
  expect(statistic).toBeCloseTo(0.2473021816494104, 12)
  expect(Math.abs(p - 0.7011297975577035)).toBeLessThan(0.02)
})

test('values outside the support count against the distribution', () => {
  expect(ksTest([-5, -4, 7]).statistic).toBeCloseTo(2 / 3, 12)
  expect(ksTest(Array.from({ length: 40 }, () => 2)).p).toBeLessThan(1e-9)
})

test('no values say nothing', () => {
  expect(ksTest([])).toEqual({ n: 0, statistic: Number.NaN, p: 1 })
})

import { expect, test } from 'vitest'
import { drawNormal } from './draw-normal.ts'
import { createRandom } from './random.ts'
import { studentTQuantile } from './student-t-quantile.ts'
import { welchT } from './welch-t.ts'

test.each([
  [2, 2],
  [2, 5],
  [2, 10],
  [3, 10],
  [5, 5],
])('of equal samples of %d and %d it finds a difference in some 5 %', (n, m) => {
  const random = createRandom(n, m)
  const trials = 10_000
  let alarms = 0
  for (let trial = 0; trial < trials; trial++) {
    const x = Array.from({ length: n }, () => drawNormal(random, 0, 1))
    const y = Array.from({ length: m }, () => drawNormal(random, 0, 1))
    const { difference, standardError, degrees } = welchT(x, y)
    if (Math.abs(difference) > studentTQuantile(0.975, degrees) * standardError) alarms += 1
  }
  expect(alarms / trials).toBeGreaterThan(0.025)
  expect(alarms / trials).toBeLessThan(0.057)
})

test('is the same with both changed about, and has no error without variation', () => {
  const [x, y] = [
    [1, 2, 4],
    [3, 9],
  ]
  const there = welchT(x, y)
  expect(welchT(y, x)).toEqual({ ...there, difference: -there.difference })
  expect(welchT([5, 5], [4, 4, 4])).toEqual({ difference: 1, standardError: 0, degrees: 3 })
})

test('one sample that varies much more has nearly its own degrees of freedom', () => {
  const { degrees } = welchT([-100, 0, 100, 50, -50, 7, 80], [0, 0.1, 0.2, 0.1, 0, 0.2, 0.1])
  expect(degrees).toBeGreaterThan(6)
  expect(degrees).toBeLessThan(8)
})

import { expect, test } from 'vitest'
import { utilization } from './utilization.ts'

test('is the share of the servers’ time that is asked for', () => {
  expect(utilization({ arrivalsPerSecond: 30, meanServiceSeconds: 0.1 }, 4)).toBeCloseTo(0.75, 15)
  expect(utilization({ arrivalsPerSecond: 0, meanServiceSeconds: 0.1 })).toBe(0)
})

test.each([
  [-1, 0.1, 1],
  [Number.NaN, 0.1, 1],
  [1, 0, 1],
  [1, Number.POSITIVE_INFINITY, 1],
  [1, 0.1, 0],
  [1, 0.1, 1.5],
  [1, 0.1, Number.POSITIVE_INFINITY],
])('refuses a queue of rate %d, service %d, servers %d', (arrivalsPerSecond, meanServiceSeconds, servers) => {
  expect(() => utilization({ arrivalsPerSecond, meanServiceSeconds }, servers)).toThrow(RangeError)
})

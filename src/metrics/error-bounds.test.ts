import { expect, test } from 'vitest'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { beyondQuantiles, errorBoundsUs } from './error-bounds.ts'

test('says of how many tokens the bound is larger than each size', () => {
  const histogram = new LogHistogram()
  for (let i = 0; i < 97; i++) histogram.record(0)
  for (const boundNs of [3e3, 3e5, 3e7]) histogram.record(boundNs)
  const { n, max, beyond } = errorBoundsUs(histogram)
  expect([n, max]).toEqual([100, 3e4])
  const tokensBeyond = (us: number): number | undefined =>
    beyond.find(({ bound_us }) => bound_us === us)?.tokens
  expect([1, 10, 1000, 1e5].map(tokensBeyond)).toEqual([3, 2, 1, 0])
})

test('of a run that kept quantiles only, those say as much as they can', () => {
  const histogram = new LogHistogram()
  for (let i = 0; i < 1000; i++) histogram.record(i < 985 ? 0 : 1e6)
  const beyond = beyondQuantiles(errorBoundsUs(histogram))
  expect(beyond.map(({ tokens }) => tokens)).toEqual([501, 101, 51, 11, 2])
  expect(beyond[2]!.bound_us).toBe(0)
  expect(beyond[3]!.bound_us).toBeGreaterThan(990)
})

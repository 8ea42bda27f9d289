import { expect, test } from 'vitest'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { errorBoundsUs } from './error-bounds.ts'

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

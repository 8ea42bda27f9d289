import { expect, test } from 'vitest'
import { aClientQueue } from '../fixtures/comparison.ts'
import { isSaturated } from './saturation.ts'

test.each([
  ['74 % busy, steady', {}, false],
  ['as busy as it can be', { eventsPerSecondPerWorker: 1e9 / 37_000 }, true],
  ['waits that grow by much', { waitByHalfNs: [6e6, 13e6] as const }, true],
  ['waits that grow by little', { waitByHalfNs: [1e6, 4e6] as const }, false],
  ['waits that grow by less than their double', { waitByHalfNs: [10e6, 19e6] as const }, false],
  ['nothing known', { serviceNs: { n: 0, mean: Number.NaN, secondMoment: Number.NaN } }, false],
])('%s', (_, parts, saturated) => expect(isSaturated(aClientQueue(parts))).toBe(saturated))

import { describe, expect, test } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { checkLoadPlan } from './check-load-plan.ts'
import { closed, open, planOf, second, unpaced } from './fixtures/plan-of.ts'
import type { LoadPlan } from './load-plan.ts'
import { createPacer } from './pacer.ts'

const fine = open('poisson', 10, second)
const never = Number.POSITIVE_INFINITY

describe('checkLoadPlan', () => {
  test.each<[string, LoadPlan]>([
    ['stages', planOf([])],
    ['seed', planOf([fine], { seed: 0.5 })],
    ['warmup', planOf([fine], { warmupNs: -1 })],
    ['warmup', planOf([fine], { warmupNs: never })],
    ['requests', planOf([fine], { requests: 0 })],
    ['requests', planOf([fine], { requests: 1.5 })],
    ['requests', planOf([fine], { requests: Number.NaN })],
    ['max_concurrency', planOf([fine], { maxConcurrency: 0 })],
    ['stages[1].rate', planOf([fine, open('poisson', -1, second)])],
    ['stages[1].rate', planOf([fine, open('poisson', [1, Number.NaN], second)])],
    ['stages[0].rate', planOf([open('constant', 1e12, second)])],
    ['stages[0].burstiness', planOf([open('gamma', 1, second, 0)])],
    ['stages[0].burstiness', planOf([open('gamma', 1, second, never)])],
    ['stages[0].concurrency', planOf([closed(1.5, second)])],
    ['stages[0].concurrency', planOf([closed([1, 1e9], second)])],
    ['stages[0].think_time', planOf([closed(1, second, -1)])],
    ['stages[0].query_size', planOf([closed(1, second, 0, 0)])],
    ['stages[0].query_size', planOf([closed(1, second, 0, 1.5)])],
    ['stages[0].query_size', planOf([closed(1, second, 0, Number.NaN)])],
    ['stages[0].query_size', planOf([closed(1000, second, 0, 1001)])],
    ['query_size', planOf([closed(1, second, 0, 4), closed(1, second, 0, 8)])],
    ['requests', planOf([closed(1, never, 0, 8)], { requests: 12 })],
    ['stages[0].duration', planOf([open('poisson', 10, 0)])],
    ['stages[0].duration', planOf([open('poisson', 10)])],
    ['stages[0].duration', planOf([open('poisson', 10), fine], { requests: 5 })],
    ['stages[0].duration', planOf([open('poisson', [1, 2])], { requests: 5 })],
    ['stages[0].duration', planOf([open('poisson', 0)], { requests: 5 })],
    ['stages[0].duration', planOf([closed(0)], { requests: 5 })],
    ['requests', planOf([fine, closed(4, second)], { requests: 5 })],
    ['requests', planOf([closed(4, second), closed(2)], { requests: 5 })],
    ['max_concurrency', planOf([unpaced(second)])],
    ['max_concurrency', planOf([unpaced()], { requests: 5, warmupNs: 1 })],
  ])('names load.%s, says what is wrong and what to do', (field, plan) => {
    const error = thrownError('plan', () => checkLoadPlan(plan))
    expect(error.hint).toMatch(/^(Give|End|Keep) .*\.$/)
    expect(error.message.startsWith(`load.${field} `)).toBe(true)
  })

  test.each<[string, LoadPlan]>([
    ['rates down to nothing', planOf([open('constant', [5, 0], second), open('constant', 0, second)])],
    ['an endless stage that requests end', planOf([fine, open('gamma', 1, never, 0.01)], { requests: 5 })],
    ['rising concurrency and then requests', planOf([closed([1, 8], second), closed(8)], { requests: 5 })],
    ['whole queries', planOf([closed(3, never, 0, 8)], { requests: 16 })],
    ['a burst', planOf([unpaced()], { requests: 5 })],
    ['all kinds of stages', planOf([fine, closed(2, second), unpaced(second)], { maxConcurrency: 3 })],
  ])('allows %s', (_, plan) => {
    expect(() => checkLoadPlan(plan)).not.toThrow()
  })
})

describe('createPacer', () => {
  test('refuses a plan that cannot be carried out', () => {
    thrownError('plan', () => createPacer(planOf([]), { worker: 0, workers: 1 }))
  })

  test.each([
    [-1, 2],
    [2, 2],
    [0, 0],
    [0.5, 1],
  ])('refuses worker %d of %d', (worker, workers) => {
    expect(() => createPacer(planOf([fine]), { worker, workers })).toThrow(RangeError)
  })
})

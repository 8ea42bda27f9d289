import { expect, test } from 'vitest'
import { closed, open, planOf, second } from '../load/fixtures/plan-of.ts'
import { planWith } from './fixtures/plan-with.ts'
import { progressGoal } from './progress-goal.ts'

test('a run by duration', () => {
  const plan = planWith(planOf([closed(2, 30 * second)], { warmupNs: 5 * second }))
  expect(progressGoal(plan)).toEqual({
    workers: plan.client.workers,
    warmupNs: 5 * second,
    measureNs: 30 * second,
    requests: Infinity,
    drainNs: plan.measure.drainNs,
    askedRatePerSecond: null,
  })
})

test('a run by number of requests has no end in time', () => {
  const goal = progressGoal(planWith(planOf([closed(2)], { requests: 50 })))
  expect(goal).toMatchObject({ measureNs: Infinity, requests: 50 })
})

test('the rate asked for follows the stages: warm-up at the first rate, then the ramp, then nothing', () => {
  const stages = [
    open('poisson', [10, 30], 10 * second),
    closed(3, 10 * second),
    open('constant', 7, 10 * second),
  ]
  const { askedRatePerSecond } = progressGoal(planWith(planOf(stages, { warmupNs: 5 * second })))
  const rates = [0, 5, 10, 14.999, 15, 24.9, 25, 34.9, 35].map((s) => askedRatePerSecond!(s * second))
  expect(rates.map((rate) => (rate === null ? null : Math.round(rate)))).toEqual([
    10,
    10,
    20,
    30,
    null,
    null,
    7,
    7,
    null,
  ])
})

test('a rate without end is asked for at any time', () => {
  const { askedRatePerSecond } = progressGoal(planWith(planOf([open('poisson', 8)], { requests: 100 })))
  expect([0, 1e15].map((ns) => askedRatePerSecond!(ns))).toEqual([8, 8])
})

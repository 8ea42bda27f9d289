import { expect, test } from 'vitest'
import { moments } from './moments.ts'
import { RunningMoments } from './running-moments.ts'

function of(values: readonly number[]): RunningMoments {
  const running = new RunningMoments()
  for (const value of values) running.add(value)
  return running
}

test('added up from parts they are those of all', () => {
  const parts = [[3, 1e9 + 4, -7.5], [2, 2], [1e9]]
  const sum = new RunningMoments()
  for (const part of parts) sum.addAll(of(part))
  const { n, mean, sd, min, max } = moments(parts.flat())
  expect([sum.n, sum.min, sum.max]).toEqual([n, min, max])
  expect(sum.mean / mean).toBeCloseTo(1, 14)
  expect(sum.sd / sd).toBeCloseTo(1, 14)
})

test('without values are NaN, and the spread of one is', () => {
  const nothing = of([])
  expect([nothing.n, nothing.mean, nothing.sd, nothing.min, nothing.max]).toEqual([
    0,
    ...Array(4).fill(Number.NaN),
  ])
  expect([of([5]).mean, of([5]).sd]).toEqual([5, Number.NaN])
})

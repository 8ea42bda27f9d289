import { expect, test } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { allowedCores, planCores, planCoresBeside } from './core-plan.ts'

test('reads ranges and single cores', () => {
  const status = (list: string): string =>
    `Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`
  expect(allowedCores(status('0-2,5,7-8'))).toEqual([0, 1, 2, 5, 7, 8])
  expect(allowedCores(status('3'))).toEqual([3])
  expect(allowedCores('no such line')).toEqual([])
})

test('workers take cores from the end, and everything else keeps off them', () => {
  expect(planCores(2, [0, 2, 4, 5])).toEqual({ workers: [5, 4], others: [0, 2] })
  expect(planCores(1, [1])).toEqual({ workers: [1], others: [1] })
  expect(planCores(3, [0, 1])).toEqual({ workers: [1, 0, 1], others: [0, 1] })
  expect(planCores(1, [])).toBeNull()
})

test('a background has cores of its own, or there is no run', () => {
  expect(planCoresBeside(2, 1, [0, 1, 2, 3])).toEqual({
    measured: { workers: [3, 2], others: [0] },
    background: { workers: [1], others: [0] },
  })
  expect(planCoresBeside(3, 0, [0, 1])?.measured).toEqual(planCores(3, [0, 1]))
  expect(planCoresBeside(1, 1, [])).toBeNull()
  const { message } = thrownError('usage', () => planCoresBeside(2, 1, [0, 1]))
  expect(message).toContain('each of 2 workers and 1 of the background, and there are 2')
})

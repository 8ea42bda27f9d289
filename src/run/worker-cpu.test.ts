import { expect, test } from 'vitest'
import { allowedCpus, workerCpu } from './worker-cpu.ts'

const status = (list: string): string =>
  `Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\nMems_allowed:\t1\n`

test('reads ranges and single cores', () => {
  expect(allowedCpus(status('0-2,5,7-8'))).toEqual([0, 1, 2, 5, 7, 8])
  expect(allowedCpus(status('3'))).toEqual([3])
  expect(allowedCpus('')).toEqual([])
})

test('workers take cores from the end, and share them when there are more workers', () => {
  const of = (worker: number): number | null => workerCpu(worker, status('2,4-5'))
  expect([of(0), of(1), of(2), of(3)]).toEqual([5, 4, 2, 5])
  expect(workerCpu(0, 'no such line')).toBeNull()
})

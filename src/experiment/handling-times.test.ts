import { expect, test } from 'vitest'
import { handlingTimes } from './handling-times.ts'
import { TokenEvents } from './token-events.ts'

function events(...pairs: readonly (readonly [arrivedNs: number, userNs: number])[]): TokenEvents {
  const all = new TokenEvents()
  for (const [arrivedNs, userNs] of pairs) all.add(0, arrivedNs, userNs)
  return all
}

test('takes the time between two starts for service where the second was waiting at the first', () => {
  const { service, wake } = handlingTimes(events([0, 100], [50, 140], [100, 185]), 30)
  expect([...service]).toEqual([40, 45])
  expect([...wake]).toEqual([])
})

test('takes the time until its start for waking where an event came after the one before was done', () => {
  const { service, wake } = handlingTimes(events([0, 100], [200, 207], [300, 311]), 30)
  expect([...service]).toEqual([])
  expect([...wake]).toEqual([7, 11])
})

test('takes neither from an event that came while the one before was being handled', () => {
  expect(handlingTimes(events([0, 100], [120, 141]), 30)).toEqual({
    service: new Float64Array(0),
    wake: new Float64Array(0),
  })
})

test('goes by the order of handling, whatever order the events are given in', () => {
  const { service } = handlingTimes(events([100, 185], [0, 100], [50, 140]), 30)
  expect([...service]).toEqual([40, 45])
})

test('of one event or none there is nothing to say', () => {
  expect(handlingTimes(new TokenEvents(), 0).service).toHaveLength(0)
  expect(handlingTimes(events([0, 5]), 0).wake).toHaveLength(0)
})

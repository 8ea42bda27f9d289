import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIndexDeal } from './index-deal.ts'

const workerCount = fc.integer({ min: 1, max: 9 })
const seatCount = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(Number.POSITIVE_INFINITY))

function ownBelow(total: number, seats: number, worker: number, workers: number): number[] {
  const deal = createIndexDeal(seats, { worker, workers })
  const own: number[] = []
  for (let k = 0; deal.indexAt(k) < total; k += 1) own.push(deal.indexAt(k))
  expect(deal.shareOf(total)).toBe(own.length)
  return own
}

describe('createIndexDeal', () => {
  test('every index is dealt once, in ascending order to each', () => {
    fc.assert(
      fc.property(fc.nat(300), seatCount, workerCount, (total, seats, workers) => {
        const hands = Array.from({ length: workers }, (_, worker) => ownBelow(total, seats, worker, workers))
        for (const hand of hands) expect(hand).toEqual(hand.toSorted((a, b) => a - b))
        const all = hands.flat().sort((a, b) => a - b)
        expect(all).toEqual(Array.from({ length: total }, (_, i) => i))
      }),
    )
  })

  test('without seats to go by, workers take turns', () => {
    expect(ownBelow(10, Number.POSITIVE_INFINITY, 1, 3)).toEqual([1, 4, 7])
  })

  test('with three seats over two workers, traffic is two to one as the room is', () => {
    expect(ownBelow(9, 3, 0, 2)).toEqual([0, 2, 3, 5, 6, 8])
    expect(ownBelow(9, 3, 1, 2)).toEqual([1, 4, 7])
  })

  test('a worker without a seat gets nothing', () => {
    expect(ownBelow(1000, 2, 2, 3)).toEqual([])
    expect(createIndexDeal(2, { worker: 2, workers: 3 }).shareOf(Number.POSITIVE_INFINITY)).toBe(0)
  })
})

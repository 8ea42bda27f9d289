import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHeap } from './heap.ts'

test('pops what a sorted list would, whatever the order of pushes and pops', () => {
  const step = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant('pop' as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = createHeap<number>((a, b) => a < b)
      const list: number[] = []
      for (const each of steps) {
        if (each === 'pop') {
          expect(heap.pop()).toBe(list.shift())
        } else {
          heap.push(each)
          list.push(each)
          list.sort((a, b) => a - b)
        }
        expect([heap.size(), heap.peek()]).toEqual([list.length, list[0]])
      }
    }),
  )
})

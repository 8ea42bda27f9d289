import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDueHeap } from './due-heap.ts'

test('gives items back by due time, whatever the order of pushes and pops', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { nil: 'pop' as const })), (operations) => {
      const heap = createDueHeap<{ readonly dueNs: number }>()
      const oracle: number[] = []
      for (const operation of operations) {
        if (operation === 'pop') {
          oracle.sort((a, b) => a - b)
          expect(heap.peek()?.dueNs).toBe(oracle[0])
          expect(heap.pop()?.dueNs).toBe(oracle.shift())
        } else {
          heap.push({ dueNs: operation })
          oracle.push(operation)
        }
        expect(heap.size()).toBe(oracle.length)
      }
    }),
  )
})

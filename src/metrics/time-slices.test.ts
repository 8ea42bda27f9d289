import { expect, test } from 'vitest'
import { timeSlices } from '../statistics/rate-interval.ts'
import { TimeSlices } from './time-slices.ts'

test('both ends belong to the span, and what is outside to the nearest slice', () => {
  const slices = new TimeSlices(1e9, 3e9)
  const last = timeSlices - 1
  expect([0, 1e9, 1.0099e9, 1.01e9, 2.999e9, 3e9, 9e9].map((at) => slices.indexOf(at))).toEqual([
    0,
    0,
    0,
    1,
    last,
    last,
    last,
  ])
  slices.add(2e9, 3)
  expect(slices.amounts.indexOf(3)).toBe(timeSlices / 2)
})

test('a span without length has one slice', () => {
  expect(new TimeSlices(5, 5).indexOf(5)).toBe(0)
})

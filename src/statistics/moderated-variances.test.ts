import { expect, test } from 'vitest'
import { golden } from './fixtures/least-squares.ts'
import { moderatedVariances } from './moderated-variances.ts'

const { variances, degrees, d0, moderated } = golden.moderated

test('Smyth’s formulas, by numpy', () => {
  const result = moderatedVariances(Float64Array.from(variances), Float64Array.from(degrees))
  result.variances.forEach((value, i) => {
    expect(value / moderated[i]!).toBeCloseTo(1, 10)
  })
  const total = degrees.reduce((sum, value) => sum + value, 0)
  expect([...result.degrees]).toEqual(degrees.map((own) => expect.closeTo(Math.min(total, d0 + own), 8)))
})

test('a group of one run borrows what the others say', () => {
  const result = moderatedVariances(Float64Array.of(...variances, Number.NaN), Float64Array.of(...degrees, 0))
  expect(result.variances.at(-1)! / golden.moderated.s0).toBeCloseTo(1, 10)
})

test('variances that differ by luck only are pooled', () => {
  const { variances: pooled, degrees: behind } = moderatedVariances(
    Float64Array.of(1, 1.2, 0.9, 1.1),
    Float64Array.of(2, 2, 4, 2),
  )
  expect([...pooled]).toEqual(Array(4).fill(expect.closeTo(1.02, 12)))
  expect([...behind]).toEqual([10, 10, 10, 10])
})

test('one group that repeats itself exactly doesn’t get all the weight', () => {
  const { variances: result } = moderatedVariances(
    Float64Array.of(4e-4, 4e-4, 4e-4, 0),
    Float64Array.of(2, 2, 2, 2),
  )
  expect(Math.min(...result)).toBeGreaterThan(1e-5)
})

test('no runs to compare: nothing is known; no spread at all: it is 0', () => {
  expect([...moderatedVariances(Float64Array.of(0, 0), Float64Array.of(0, 0)).variances]).toEqual([
    Number.NaN,
    Number.NaN,
  ])
  expect([...moderatedVariances(Float64Array.of(0, 0, 0), Float64Array.of(2, 2, 2)).variances]).toEqual([
    0, 0, 0,
  ])
})

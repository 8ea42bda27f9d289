import { describe, expect, test } from 'vitest'
import { golden } from './fixtures/least-squares.ts'
import { nonNegativeLeastSquares } from './non-negative-least-squares.ts'

function normalEquations(a: readonly (readonly number[])[], b: readonly number[]) {
  const columns = a[0]!.map((_, j) => a.map((row) => row[j]!))
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  return {
    gram: Float64Array.from(columns.flatMap((x) => columns.map((y) => dot(x, y)))),
    moment: Float64Array.from(columns.map((x) => dot(x, b))),
  }
}

test.each(golden.nnls)('scipy.optimize.nnls: $x', ({ a, b, x }) => {
  const { gram, moment } = normalEquations(a, b)
  nonNegativeLeastSquares(gram, moment).forEach((value, i) => {
    expect(value).toBeCloseTo(x[i]!, 10)
  })
})

describe('what has no answer of its own', () => {
  test('a coefficient without influence is 0', () => {
    expect([...nonNegativeLeastSquares(Float64Array.of(4, 0, 0, 0), Float64Array.of(2, 0))]).toEqual([0.5, 0])
  })

  test('two columns that are the same: one of them takes it all', () => {
    const x = nonNegativeLeastSquares(Float64Array.of(1, 1, 1, 1), Float64Array.of(3, 3))
    expect(x[0]! + x[1]!).toBeCloseTo(3, 12)
  })

  test('everything pulls below zero', () => {
    expect([...nonNegativeLeastSquares(Float64Array.of(1, 0, 0, 1), Float64Array.of(-1, -2))]).toEqual([0, 0])
  })

  test('a matrix of another size is refused', () => {
    expect(() => nonNegativeLeastSquares(new Float64Array(4), new Float64Array(3))).toThrow(RangeError)
  })
})

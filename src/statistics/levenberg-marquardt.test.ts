import { describe, expect, test } from 'vitest'
import { golden } from './fixtures/least-squares.ts'
import { type LeastSquaresProblem, levenbergMarquardt } from './levenberg-marquardt.ts'

type Case = (typeof golden.usl)[number]

/** ln X = ln N − ln(e + f N + c N (N − 1)), weighted. */
function scalability({ n, x, w }: Case): LeastSquaresProblem {
  return {
    observations: n.length,
    evaluate([e, f, c], residuals, derivatives) {
      n.forEach((load, i) => {
        const root = Math.sqrt(w[i]!)
        const demand = e! + f! * load + c! * load * (load - 1)
        residuals[i] = root * Math.log((x[i]! * demand) / load)
        derivatives.set([root / demand, (root * load) / demand, (root * load * (load - 1)) / demand], 3 * i)
      })
    },
  }
}

describe.each(golden.usl)('scipy.optimize.least_squares with bounds: $p', (vector) => {
  const first = vector.n[0]! / vector.x[0]!

  test.each([
    ['a good start', [first, first / 100, first / 1e4]],
    ['a start at the bounds', [first, 0, 0]],
    ['a start far off', [first * 100, first * 100, first * 100]],
  ])('from %s', (_, start) => {
    const { parameters, sumOfSquares, converged } = levenbergMarquardt(
      scalability(vector),
      Float64Array.from(start),
    )
    expect(converged).toBe(true)
    // Scipy stops short of its bounds, so ours may be the smaller by a little.
    expect(sumOfSquares).toBeLessThanOrEqual(vector.ss * (1 + 1e-9))
    expect(sumOfSquares).toBeGreaterThan(vector.ss * (1 - 1e-4))
    vector.p.forEach((value, i) => {
      const scale = [1, 1 / 64, 1 / 64 ** 2][i]! * vector.p[0]!
      expect(Math.abs(parameters[i]! - value)).toBeLessThan(2e-3 * scale + 1e-5 * value)
    })
  })
})

test('from a start whose squares overflow it goes on until it is there', () => {
  const far: LeastSquaresProblem = {
    observations: 1,
    evaluate([x], residuals, derivatives) {
      // The first step ends 10⁻⁴ short of the minimum, where the sum is finite.
      residuals[0] = x! - 3
      derivatives[0] = 1
    },
  }
  const { parameters, converged } = levenbergMarquardt(far, Float64Array.of(1e155))
  expect([parameters[0], converged]).toEqual([expect.closeTo(3, 6), true])
})

test('a problem that can nowhere be evaluated ends, and says so', () => {
  const nowhere: LeastSquaresProblem = {
    observations: 1,
    evaluate(_, residuals) {
      residuals[0] = Number.NaN
    },
  }
  expect(levenbergMarquardt(nowhere, Float64Array.of(1)).converged).toBe(false)
})

import { describe, expect, test } from 'vitest'
import { lagOneCorrelation } from './lag-one-correlation.ts'

describe('lagOneCorrelation', () => {
  test('each value with the next', () => {
    // scipy 1.17: stats.spearmanr(a[:-1], a[1:])[0]
    const { rho, z } = lagOneCorrelation(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5))
    expect(rho).toBeCloseTo(-0.15217684846873566, 12)
    expect(z).toBeCloseTo(-0.15217684846873566 * 3, 12)
  })

  test('even gaps have no variation', () => {
    expect(lagOneCorrelation(Float64Array.of(1, 1, 1)).rho).toBeNaN()
    expect(lagOneCorrelation(new Float64Array()).rho).toBeNaN()
  })
})

import { describe, expect, test } from 'vitest'
import { quasiLogistic } from './quasi-logistic.ts'

const x = [3.2, 3.6, 3.9, 4, 4.1]
const share = [0.001, 0.004, 0.008, 0.012, 0.02]
const weight = [4000, 5000, 9000, 9000, 8000]
const points = x.map((each, i) => ({ x: each, share: share[i]!, weight: weight[i]! }))

describe('quasiLogistic', () => {
  test('is the generalised linear model', () => {
    // statsmodels: m = GLM(share, add_constant(x), family=Binomial(), var_weights=weight).fit(scale='X2');
    // m.params, m.scale, m.cov_params() / m.scale
    const fit = quasiLogistic(points)!
    expect(fit.intercept).toBeCloseTo(-18.46391173, 7)
    expect(fit.slope).toBeCloseTo(3.53226187, 7)
    expect(fit.dispersion).toBeCloseTo(1.4837572247471558, 8)
    expect(fit.covariance.intercept).toBeCloseTo(2.36337666, 6)
    expect(fit.covariance.both).toBeCloseTo(-0.59120639, 6)
    expect(fit.covariance.slope).toBeCloseTo(0.14806672, 6)
  })

  test('of two points goes through both, and knows no dispersion', () => {
    const fit = quasiLogistic([points[0]!, points[3]!])!
    expect(1 / (1 + Math.exp(-fit.intercept - fit.slope * 3.2))).toBeCloseTo(0.001, 10)
    expect(fit.dispersion).toBeNaN()
  })

  test.each([
    ['nothing', []],
    ['one x', [points[0]!, { ...points[0]!, share: 0.5 }]],
    ['no share inside (0, 1)', points.map((point) => ({ ...point, share: 0 }))],
    ['a step', points.map((point) => ({ ...point, share: point.x < 3.8 ? 0 : 1 }))],
    ['no weight', points.map((point) => ({ ...point, weight: 0 }))],
  ])('determines no line of %s', (_, given) => expect(quasiLogistic(given)).toBeNull())
})

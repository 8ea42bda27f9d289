import { expect, test } from 'vitest'
import { distributionOf } from '../../src/metrics/distribution.ts'
import { unresolvedDistribution } from '../../src/metrics/resolution.ts'
import type { SampledDistribution } from '../../src/metrics/summary.ts'
import { mm1 } from '../../src/statistics/queueing/mm1.ts'
import { coverageLine, coverageOf } from './coverage.ts'

const { response } = mm1({ arrivalsPerSecond: 50, meanServiceSeconds: 0.01 })

/** A distribution whose mean has this interval, in milliseconds, and whose other figures have none. */
function withMean(ci95: readonly [number, number]): SampledDistribution {
  const nothing = unresolvedDistribution(distributionOf(new Float64Array()))
  return { ...nothing, resolution: { ...nothing.resolution, mean: { ...nothing.resolution.mean, ci95 } } }
}

test('counts intervals that contain the truth, and on which side the others lie; a mean of 20 ms', () => {
  const runs = [withMean([19, 21]), withMean([20, 22]), withMean([21, 22]), withMean([15, 19.9])]
  const [mean, p50] = coverageOf('response', response, runs)
  expect(mean).toMatchObject({ figure: 'response mean', runs: 4, printed: 4, contained: 2, tooHigh: 1 })
  expect(coverageLine(mean!)).toBe(
    'response mean: 2 of 4 contain it (1 above and 1 below, ± 6.2 %); 0 of 4 refused',
  )
  expect(p50).toMatchObject({ printed: 0, contained: 0 })
  expect(coverageLine(p50!)).toContain('4 of 4 refused')
})

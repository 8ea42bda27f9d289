import { expect, test } from 'vitest'
import { meanServiceTimeNs, type ServiceLaw, serviceTimeNs } from './service-law.ts'

const draws = 40_000

const laws: readonly ServiceLaw[] = [
  { kind: 'exponential', meanNs: 20e6 },
  { kind: 'lognormal', medianNs: 20e6, sigma: 0.5 },
  { kind: 'deterministic', timeNs: 20e6 },
]

for (const law of laws) {
  test(`${law.kind}: the mean of the drawn times is the law's, within five standard errors`, () => {
    const times = Array.from({ length: draws }, (_, request) => serviceTimeNs(law, 7, request))
    const mean = times.reduce((sum, time) => sum + time, 0) / draws
    const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / draws
    const standardError = Math.sqrt(variance / draws)
    expect(Math.abs(mean - meanServiceTimeNs(law))).toBeLessThanOrEqual(5 * standardError + 1)
    if (law.kind === 'exponential') expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1)
  })
}

test('the median of lognormal times is its median', () => {
  const law = { kind: 'lognormal', medianNs: 20e6, sigma: 1 } as const
  const below = Array.from({ length: draws }, (_, request) => serviceTimeNs(law, 3, request)).filter(
    (time) => time < 20e6,
  )
  expect(below.length / draws).toBeCloseTo(0.5, 1)
})

test('a request has the same time whenever it is asked for, and another with another seed', () => {
  const law = { kind: 'exponential', meanNs: 20e6 } as const
  expect(serviceTimeNs(law, 1, 5)).toBe(serviceTimeNs(law, 1, 5))
  expect(serviceTimeNs(law, 1, 5)).not.toBe(serviceTimeNs(law, 2, 5))
  expect(serviceTimeNs(law, 1, 5)).not.toBe(serviceTimeNs(law, 1, 6))
})

import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { meanServiceTimeNs, parseServiceLaw, serviceTimeNs } from './service-law.ts'

test('reads the three laws', () => {
  expect(parseServiceLaw('deterministic(20ms)')).toEqual({ kind: 'deterministic', timeNs: 20e6 })
  expect(parseServiceLaw(' exponential( 1.5s ) ')).toEqual({ kind: 'exponential', meanNs: 1.5e9 })
  expect(parseServiceLaw('lognormal(300us,0.5)')).toEqual({ kind: 'lognormal', medianNs: 300e3, sigma: 0.5 })
})

for (const law of [
  '',
  'gamma(1ms)',
  'exponential',
  'exponential()',
  'exponential(20)',
  'exponential(0ms)',
  'exponential(-1ms)',
  'lognormal(1ms)',
  'lognormal(1ms,-1)',
  'lognormal(1ms,x)',
  'deterministic(1ms,2)',
]) {
  test(`refuses ${JSON.stringify(law)}`, () => expect(() => parseServiceLaw(law)).toThrow(TareError))
}

const draws = 40_000

for (const text of ['exponential(20ms)', 'lognormal(20ms,0.5)', 'deterministic(20ms)']) {
  test(`${text}: the mean of the drawn times is the law's, within five standard errors`, () => {
    const law = parseServiceLaw(text)
    const times = Array.from({ length: draws }, (_, request) => serviceTimeNs(law, 7, request))
    const mean = times.reduce((sum, time) => sum + time, 0) / draws
    const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / draws
    const standardError = Math.sqrt(variance / draws)
    expect(Math.abs(mean - meanServiceTimeNs(law))).toBeLessThanOrEqual(5 * standardError + 1)
    if (law.kind === 'exponential') expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1)
  })
}

test('the median of lognormal times is its median', () => {
  const law = parseServiceLaw('lognormal(20ms,1)')
  const below = Array.from({ length: draws }, (_, request) => serviceTimeNs(law, 3, request)).filter(
    (time) => time < 20e6,
  )
  expect(below.length / draws).toBeCloseTo(0.5, 1)
})

test('a request has the same time whenever it is asked for, and another with another seed', () => {
  const law = parseServiceLaw('exponential(20ms)')
  expect(serviceTimeNs(law, 1, 5)).toBe(serviceTimeNs(law, 1, 5))
  expect(serviceTimeNs(law, 1, 5)).not.toBe(serviceTimeNs(law, 2, 5))
  expect(serviceTimeNs(law, 1, 5)).not.toBe(serviceTimeNs(law, 1, 6))
})

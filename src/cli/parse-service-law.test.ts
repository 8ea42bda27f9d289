import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { parseServiceLaw } from './parse-service-law.ts'

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

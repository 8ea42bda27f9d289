import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { parseBatchLaw, parseContention } from './parse-batch-law.ts'

test.each([
  ['deterministic(5ms+1ms*n)', { kind: 'deterministic', baseNs: 5e6, perItemNs: 1e6, sigma: 0 }],
  ['deterministic(5ms+1ms)', { kind: 'deterministic', baseNs: 5e6, perItemNs: 1e6, sigma: 0 }],
  ['deterministic(1ms*n)', { kind: 'deterministic', baseNs: 0, perItemNs: 1e6, sigma: 0 }],
  [' exponential( 20ms ) ', { kind: 'exponential', baseNs: 20e6, perItemNs: 0, sigma: 0 }],
  ['lognormal(5ms + 250us * n, 0.5)', { kind: 'lognormal', baseNs: 5e6, perItemNs: 250e3, sigma: 0.5 }],
] as const)('reads %s', (text, law) => expect(parseBatchLaw(text)).toEqual(law))

test.each([
  '',
  'deterministic',
  'deterministic()',
  'deterministic(0)',
  'deterministic(5)',
  'deterministic(-5ms)',
  'deterministic(1ms+1ms+1ms)',
  'deterministic(5ms*n+1ms)',
  'deterministic(5ms,1)',
  'exponential(1ms,0.5)',
  'lognormal(5ms)',
  'lognormal(5ms,)',
  'lognormal(5ms,-1)',
  'lognormal(5ms,11)',
  'gamma(5ms)',
])('refuses %j', (text) => expect(() => parseBatchLaw(text)).toThrow(TareError))

test('reads a contention', () => {
  expect(parseContention('0.05')).toEqual({ sigma: 0.05, kappa: 0 })
  expect(parseContention('0.05, 0.001')).toEqual({ sigma: 0.05, kappa: 0.001 })
})

test.each(['', '-0.1', '2', '0.1,', '0.1,x', '0.1,0.1,0.1', ',0.1'])('refuses the contention %j', (text) =>
  expect(() => parseContention(text)).toThrow(TareError),
)

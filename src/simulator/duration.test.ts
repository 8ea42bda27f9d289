import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { parseDurationNs } from './duration.ts'

test('reads numbers with units', () => {
  expect(
    ['20ms', '1.5s', '300us', '100ns', '.5ms', ' 2s '].map((text) => parseDurationNs(text, 'x')),
  ).toEqual([20e6, 1.5e9, 300e3, 100, 0.5e6, 2e9])
})

for (const text of ['', '20', 'ms', '-1ms', '1e3ms', '1 m', '1ms2', 'Infinitys', '1.ms']) {
  test(`refuses ${JSON.stringify(text)}`, () => expect(() => parseDurationNs(text, '--x')).toThrow(TareError))
}

import { expect, test } from 'vitest'
import { key } from './fixtures/envelope-of.ts'
import { calibratedForAnother, notCalibrated } from './not-calibrated.ts'

test('says what differs from what was calibrated', () => {
  const kept = { ...key, tare_version: '0.0.9', cpu_model: null }
  expect(calibratedForAnother(key, kept)).toEqual({
    ...notCalibrated,
    message:
      'not calibrated with processor A processor (unknown was), Tare 0.1.0 (0.0.9 was): tare calibrate',
  })
})

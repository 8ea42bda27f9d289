import type { CalibrationCitation } from '../../metrics/summary.ts'

/** What a run says on a machine that `tare calibrate` has not been run on. */
export const notCalibrated: CalibrationCitation = {
  state: 'none',
  error_us: null,
  calibrated_at: null,
  message: 'not calibrated on this machine: tare calibrate',
}

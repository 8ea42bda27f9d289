import type { CalibrationCitation } from '../../metrics/summary.ts'
import type { EnvelopeKey } from './envelope.ts'

/** What a run says on a machine that `tare calibrate` has not been run on. */
export const notCalibrated: CalibrationCitation = none('not calibrated on this machine: tare calibrate')

/** … when what was kept can't be read. */
export const calibrationDamaged: CalibrationCitation = none(
  "not calibrated: the envelope that was kept is damaged; write it anew with 'tare calibrate'",
)

/** … when what was kept is of a version of Tare that keeps something else. */
export const calibrationForeign: CalibrationCitation = none(
  'not calibrated: the envelope that was kept is by another version of Tare: tare calibrate',
)

const partsInWords = {
  host_id: 'machine',
  cpu_model: 'processor',
  cores: 'cores',
  kernel: 'kernel',
  node: 'Node',
  tare_version: 'Tare',
  transport: 'transport',
} as const satisfies Record<keyof EnvelopeKey, string>

/** … when this machine was calibrated as something else than it is now. */
export function calibratedForAnother(here: EnvelopeKey, kept: EnvelopeKey): CalibrationCitation {
  const parts = Object.keys(partsInWords) as (keyof EnvelopeKey)[]
  const differences = parts
    .filter((part) => here[part] !== kept[part])
    .map((part) => `${partsInWords[part]} ${here[part] ?? 'unknown'} (${kept[part] ?? 'unknown'} was)`)
  return none(`not calibrated with ${differences.join(', ')}: tare calibrate`)
}

function none(message: string): CalibrationCitation {
  return { state: 'none', error_us: null, calibrated_at: null, message }
}

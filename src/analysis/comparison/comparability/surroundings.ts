import type { ComparabilityNote } from '../comparison.ts'
import { type ComparabilityCheck, differenceIn, type Sides } from './sides.ts'

/** Whether both sides were measured alike: machine, kernel, version of Tare, calibration. */
export const surroundingsNotes: ComparabilityCheck = (sides) => [
  ...machine(sides),
  ...version(sides),
  ...calibration(sides),
  ...noteOf(
    'timestamps',
    'times of arrival come from',
    differenceIn(sides, ({ summary }) => summary.instrument.timestamp_source),
  ),
]

function noteOf(id: string, what: string, difference: string | null): readonly ComparabilityNote[] {
  return difference === null ? [] : [{ id, severity: 'warn', message: `${what} ${difference}` }]
}

const machine: ComparabilityCheck = (sides) => {
  if (differenceIn(sides, ({ facts }) => facts.machine.fingerprint) !== null) {
    const words = differenceIn(sides, ({ facts }) => facts.machine.inWords) ?? 'of different limits'
    const message = `the client’s machine differs: ${words}`
    return [{ id: 'machine', severity: 'refuse', message }]
  }
  const host = differenceIn(sides, ({ facts }) => facts.machine.hostId)
  return [
    ...noteOf('host', 'the client ran on machines of one kind, but not on one machine:', host),
    ...noteOf('kernel', 'the client’s kernel differs:', kernelOf(sides)),
  ]
}

function kernelOf(sides: Sides): string | null {
  return differenceIn(sides, ({ facts }) => facts.machine.kernel)
}

const version: ComparabilityCheck = (sides) => {
  const versions = differenceIn(sides, ({ facts }) => facts.tareVersion)
  if (versions === null) return []
  const major = differenceIn(sides, ({ facts }) => facts.tareVersion.split('.')[0])
  const severity = major === null ? 'warn' : 'refuse'
  return [{ id: 'tare-version', severity, message: `the version of Tare differs: ${versions}` }]
}

const calibration: ComparabilityCheck = (sides) => {
  const state = differenceIn(sides, ({ summary }) =>
    summary.instrument.calibration.state === 'inside' ? 'calibrated for this load' : 'not calibrated for it',
  )
  if (state !== null) return noteOf('calibration', 'the machine is', state)
  const at = differenceIn(sides, ({ facts }) => facts.calibratedAt)
  return noteOf('calibration', 'the machine was calibrated anew between the runs:', at)
}

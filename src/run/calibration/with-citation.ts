import { readFileSync } from 'node:fs'
import type { CalibrationCitation, Measurements } from '../../metrics/summary.ts'
import type { Plan } from '../../plan/plan.ts'
import { cite } from '../../trust/calibration/cite.ts'
import {
  calibratedForAnother,
  calibrationDamaged,
  calibrationForeign,
  notCalibrated,
} from '../../trust/calibration/not-calibrated.ts'
import { runLoad } from '../../trust/calibration/run-load.ts'
import type { WorkerSeries } from '../../trust/evidence.ts'
import type { Environment } from '../environment.ts'
import type { RunFolder } from '../run-folder.ts'
import { type DescribedInstrument, envelopeKey } from './envelope-key.ts'
import { readEnvelope } from './envelope-store.ts'

/**
 * Measurements with what calibration has to say about a run like this one. It is looked up for the machine that ran it
 * (environment.json), and a calibration that can't be had never fails a run.
 */
export function withCitation(
  folder: RunFolder,
  plan: Plan,
  measured: Measurements,
  workers: readonly WorkerSeries[],
): Measurements {
  const calibration = citation(folder, plan, measured, workers)
  return { ...measured, instrument: { ...measured.instrument, calibration } }
}

function citation(
  folder: RunFolder,
  plan: Plan,
  measured: Measurements,
  workers: readonly WorkerSeries[],
): CalibrationCitation {
  const environment = readEnvironment(folder)
  if (environment === null) return notCalibrated
  const key = envelopeKey(environment, plan.client.transport)
  const kept = readEnvelope(key)
  switch (kept.state) {
    case 'found':
      return cite(kept.envelope, runLoad(measured, workers))
    case 'other':
      return calibratedForAnother(key, kept.key)
    case 'foreign':
      return calibrationForeign
    case 'damaged':
      return calibrationDamaged
    case 'none':
      return notCalibrated
  }
}

function readEnvironment(folder: RunFolder): DescribedInstrument | null {
  try {
    const environment = JSON.parse(readFileSync(folder.environment, 'utf8')) as Partial<Environment>
    const { host, cpu, node, tare_version } = environment
    if (host === undefined || cpu === undefined || node === undefined || tare_version === undefined)
      return null
    return { host, cpu, node, tare_version }
  } catch {
    return null
  }
}

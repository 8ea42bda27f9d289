import { ScaleStormTally } from '../../metrics/scale-storm/scale-storm-tally.ts'
import type { Measurements } from '../../metrics/summary.ts'
import type { Plan } from '../../plan/plan.ts'
import { scaleStormOf } from '../../plan/scale-storm-of.ts'
import { readRecords } from '../../record/records-reader.ts'
import type { RunFolder } from '../run-folder.ts'
import { readScaleChanges } from './scale-changes-file.ts'

/**
 * A run's measurements with what the changes of its server's workers did to it; as they are when the plan has none. Throws TareError
 * 'folder' as reading the run's files does.
 */
export async function withScaleStorm(
  folder: RunFolder,
  plan: Plan,
  measured: Measurements,
): Promise<Measurements> {
  const storm = scaleStormOf(plan)
  if (storm === null) return measured
  const window = { startNs: measured.window.start_ns, endNs: measured.window.end_ns }
  const tally = new ScaleStormTally(storm, readScaleChanges(folder), window)
  for await (const record of readRecords(folder.records)) tally.add(record)
  return { ...measured, scale_storm: tally.figures() }
}

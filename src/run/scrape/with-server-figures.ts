import { isKnownName } from '../../metrics/server/known-engines.ts'
import { serverFigures } from '../../metrics/server/server-figures.ts'
import type { Measurements } from '../../metrics/summary.ts'
import type { Plan } from '../../plan/plan.ts'
import type { RunFolder } from '../run-folder.ts'
import { readServerSamples } from './read-server-samples.ts'

/** A run's measurements with what the server said of itself, where it was asked. Throws TareError 'folder' as reading does. */
export async function withServerFigures(
  folder: RunFolder,
  plan: Plan,
  measured: Measurements,
): Promise<Measurements> {
  const samples = await readServerSamples(folder, isKnownName)
  if (samples === null) return measured
  return { ...measured, server: serverFigures(samples, measured, { batchLimit: batchLimit(plan) }) }
}

function batchLimit({ server }: Plan): number | null {
  return server?.kind === 'torchserve' || server?.kind === 'kserve-v2' ? server.batchSize : null
}

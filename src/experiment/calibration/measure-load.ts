import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDuration } from '../../plan/duration.ts'
import type { Plan } from '../../plan/plan.ts'
import { planFromFlags } from '../../plan/plan-from-flags.ts'
import { measureAgainstTruth } from '../measure-against-truth.ts'
import type { TruthComparison } from '../truth-comparison.ts'
import type { CalibrationLoad } from './calibrate.ts'

/** Any will do, but the same loads again are the same loads. */
const seed = 1
/** A request that takes so long is lost: replies take a second. */
const timeoutNs = 20e9

/** Measures a load by a real run in a folder of its own, which is gone afterwards. */
export async function measureLoad(
  load: CalibrationLoad,
  transport: Plan['client']['transport'],
): Promise<TruthComparison> {
  const folder = mkdtempSync(join(tmpdir(), 'tare-calibrate-'))
  try {
    return await measureAgainstTruth({
      plan: loadPlan(load, transport),
      simulator: load.traffic.simulator,
      study: { eventWorkNs: 0 },
      folder: join(folder, 'load'),
      stop: load.stop,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function loadPlan(
  load: Pick<CalibrationLoad, 'workers' | 'traffic' | 'warmupNs' | 'measureNs'>,
  transport: Plan['client']['transport'],
): Plan {
  const flags = {
    ...load.traffic.flags,
    warmup: formatDuration(Math.round(load.warmupNs)),
    duration: formatDuration(Math.round(load.measureNs)),
    timeout: formatDuration(timeoutNs),
    drain: formatDuration(timeoutNs),
    workers: String(load.workers),
    transport,
    seed: String(seed),
    preflight: false,
  }
  return planFromFlags(flags, {
    cores: load.workers + 1,
    platform: process.platform,
    now: new Date(0),
    randomSeed: seed,
  })
}

import type { ProbeResult } from './capacity-probe.ts'
import { decides, isSeen } from './decides.ts'
import { effectiveValues, type WeighedShare } from './evidence-margin.ts'

/** All that runs at one load have shown. */
export interface LoadEvidence {
  readonly load: number
  readonly seconds: number
  readonly runs: number
  readonly overloadedRuns: number
  /** Of runs that had a steady state. Values count only from runs whose intervals say how many they are worth. */
  readonly shares: readonly WeighedShare[]
  /** Seconds of the runs that the shares are of. */
  readonly steadySeconds: number
  /** Whether an objective's share is beyond what is allowed, or a run was overloaded. */
  readonly bad: boolean
  /** Whether no run has shown anything of some objective. */
  readonly silent: boolean
}

/** Of the runs that decide anything, by load, ascending. */
export function evidenceByLoad(results: readonly ProbeResult[]): readonly LoadEvidence[] {
  const valid = results.filter(decides)
  const loads = [...new Set(valid.map(({ order }) => order.load))].sort((a, b) => a - b)
  return loads.map((load) =>
    pooled(
      load,
      valid.filter(({ order }) => order.load === load),
    ),
  )
}

function pooled(load: number, results: readonly ProbeResult[]): LoadEvidence {
  const steady = results.filter(({ overloaded, objectives }) => !overloaded && objectives.length > 0)
  const overloadedRuns = results.filter(({ overloaded }) => overloaded).length
  const shares = (steady[0]?.objectives ?? []).map(({ allowed }, at) => pooledShare(steady, at, allowed))
  return {
    load,
    seconds: seconds(results),
    runs: results.length,
    overloadedRuns,
    shares,
    steadySeconds: seconds(steady),
    bad: overloadedRuns > 0 || shares.some(({ beyond, allowed }) => beyond > allowed),
    silent:
      overloadedRuns === 0 &&
      shares.some(({ beyond, values, allowed }) => values === 0 && beyond === allowed),
  }
}

function pooledShare(results: readonly ProbeResult[], at: number, allowed: number): WeighedShare {
  const seen = results.filter(({ objectives }) => isSeen(objectives[at]!))
  if (seen.length === 0) return { beyond: allowed, values: 0, allowed }
  let [weighted, values] = [0, 0]
  for (const { order, objectives } of seen) {
    weighted += objectives[at]!.beyond * order.durationSeconds
    values += effectiveValues(objectives[at]!) ?? 0
  }
  return { beyond: weighted / seconds(seen), values, allowed }
}

function seconds(results: readonly ProbeResult[]): number {
  return results.reduce((sum, { order }) => sum + order.durationSeconds, 0)
}

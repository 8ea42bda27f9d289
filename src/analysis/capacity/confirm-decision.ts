import { moments } from '../../statistics/moments.ts'
import { normalQuantile } from '../../statistics/normal-quantile.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { ObjectiveEvidence, ProbeResult, ProbeVerdict } from './capacity-probe.ts'
import { effectiveValues, margin } from './evidence-margin.ts'

/** So many overloaded runs can't be false alarms: the check's own level is 5e-4 a run. */
export const surelyOverloaded = 2

/** One-sided levels at which to say that all objectives hold, and that one fails. */
export interface DecisionLevels {
  readonly holds: number
  readonly fails: number
}

/**
 * What fresh runs at one load decide together. They hold when each objective's mean share is below what is allowed at the
 * level (an intersection of tests needs no correction) and no run was overloaded; they fail when one is above, at the level
 * over the number of objectives, or when two runs were overloaded.
 *
 * A run is one observation: Student's t with the variance between runs, whatever goes on within and between them, in R − 1
 * degrees of freedom. Shares of rare events are skewed: runs that saw few beyond the limit are also too much alike. So the
 * variance is scaled to that of the allowed share (as in Wilson's interval, of which this is the test). Of runs in which fewer than
 * two independent excesses are expected that isn't enough, and their own intervals must bear out that they hold.
 */
export function confirmDecision(results: readonly ProbeResult[], levels: DecisionLevels): ProbeVerdict {
  const overloaded = results.filter((result) => result.overloaded).length
  if (overloaded >= surelyOverloaded) return 'fails'
  const steady = results.filter((result) => !result.overloaded)
  const objectives = (steady[0]?.objectives ?? []).map((_, at) => steady.map((run) => run.objectives[at]!))
  if (steady.length < 2 || objectives.length === 0) return 'undecided'
  if (objectives.some((evidence) => fails(evidence, levels.fails / objectives.length))) return 'fails'
  return overloaded === 0 && objectives.every((evidence) => holds(evidence, levels.holds))
    ? 'holds'
    : 'undecided'
}

/** Independent excesses that a run must be expected to show before the variance between runs is trusted alone. */
const fewestExcesses = 2

function fails(runs: readonly ObjectiveEvidence[], level: number): boolean {
  const { allowed } = runs[0]!
  const { mean, standardError } = meanShare(runs)
  if (allowed <= 0) return mean > 0
  return mean > allowed && mean - allowed > studentTQuantile(1 - level, runs.length - 1) * standardError
}

function holds(runs: readonly ObjectiveEvidence[], level: number): boolean {
  const { allowed } = runs[0]!
  const { mean, standardError } = meanShare(runs)
  if (allowed <= 0) return mean === 0
  if (allowed >= 1) return true
  if (mean >= allowed) return false
  if (allowed - mean <= studentTQuantile(1 - level, runs.length - 1) * standardError) return false
  const values = runs.reduce((sum, evidence) => sum + (effectiveValues(evidence) ?? 0), 0)
  const informed = values * allowed >= fewestExcesses * runs.length && standardError > 0
  return informed || margin({ beyond: mean, values, allowed }) > normalQuantile(1 - level)
}

/** The standard error is that which the mean would have, were it the allowed share. */
function meanShare(runs: readonly ObjectiveEvidence[]): {
  readonly mean: number
  readonly standardError: number
} {
  const { allowed } = runs[0]!
  const { mean, sd } = moments(Float64Array.from(runs, ({ beyond }) => beyond))
  const inside = mean > 0 && mean < 1 && allowed > 0 && allowed < 1
  const scale = inside ? Math.sqrt((allowed * (1 - allowed)) / (mean * (1 - mean))) : 1
  return { mean, standardError: (sd / Math.sqrt(runs.length)) * scale }
}

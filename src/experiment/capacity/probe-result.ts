import type { ProbeOrder, ProbeResult } from '../../analysis/capacity/capacity-probe.ts'
import { objectiveEvidence } from '../../metrics/objectives/objective-evidence.ts'
import type { Summary } from '../../metrics/summary.ts'

/**
 * What a probe's summary says to the search. Overload makes a run INVALID for its latencies, and is an answer; anything else that
 * does is not.
 */
export function probeResult(order: ProbeOrder, summary: Summary, spentSeconds: number): ProbeResult {
  const failed = summary.verdict.checks.filter(({ status }) => status === 'invalid').map(({ id }) => id)
  const overloaded = failed.includes('overload')
  const invalid = !overloaded && failed.length > 0
  return {
    order,
    spentSeconds,
    overloaded,
    invalid,
    objectives: overloaded || invalid ? [] : objectiveEvidence(summary),
  }
}

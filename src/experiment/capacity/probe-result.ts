import type { ProbeOrder, ProbeResult } from '../../analysis/capacity/capacity-probe.ts'
import { objectiveEvidence } from '../../metrics/objectives/objective-evidence.ts'
import type { Summary } from '../../metrics/summary.ts'

/**
 * What a probe's summary says to the search. Overload makes a run INVALID for its latencies, and is an answer; another check that fails
 * makes the run decide nothing, when it touches what an objective is about.
 */
export function probeResult(order: ProbeOrder, summary: Summary, spentSeconds: number): ProbeResult {
  const touched = new Set(['*', ...summary.objectives.flatMap(({ metric }) => metricsOf(metric))])
  const failed = summary.verdict.checks
    .filter(({ status, affects }) => status === 'invalid' && affects.some((metric) => touched.has(metric)))
    .map(({ id }) => id)
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

/** Goodput and errors depend on whatever requests are judged by, a query on the slowest of its requests. */
function metricsOf(metric: string): readonly string[] {
  if (metric === 'query') return [metric, 'e2e']
  return metric === 'goodput' || metric === 'error_rate' ? [metric, 'ttft', 'e2e'] : [metric]
}

import { comparedMetric, headlineMetrics } from './compared-metric.ts'
import type { RunGroup } from './compared-run.ts'
import { isIn } from './metric-of-side.ts'
import { touchesOf } from './touches-of.ts'

/** The headlines that some run has and no failed check of any run touches: what can be compared although runs are INVALID. */
export function untouchedMetrics(...groups: readonly RunGroup[]): readonly string[] {
  const summaries = groups.flatMap(({ runs }) => runs.map(({ summary }) => summary))
  return headlineMetrics.filter(
    (name) =>
      groups.some(({ runs }) => isIn(comparedMetric(name)!, runs)) &&
      summaries.every((summary) => touchesOf(summary, [name], 'invalid').length === 0),
  )
}

import type { ComparedMetric } from './compared-metric.ts'
import type { ComparedRun } from './compared-run.ts'

/**
 * The metric as one of several runs has it, resolvable in itself or not. How runs differ is the error of all of them; to leave out those
 * that don't resolve it would be to leave out those that saw congestion.
 */
export function overRuns(metric: ComparedMetric): ComparedMetric {
  return { ...metric, read: (summary) => metric.read(summary) ?? metric.unresolved(summary) }
}

/** The metric as a side of so many runs has it: a single one must resolve it. */
export function ofSide(metric: ComparedMetric, runs: number): ComparedMetric {
  return runs > 1 ? overRuns(metric) : metric
}

/** Whether some run of a side has the metric. */
export function isIn(metric: ComparedMetric, side: readonly ComparedRun[]): boolean {
  const { read } = ofSide(metric, side.length)
  return side.some(({ summary }) => read(summary) !== null)
}

import type { Summary } from '../../metrics/summary.ts'

/** A check of a run's verdict, and the compared metrics that it touches. */
export interface MetricTouch {
  readonly check: string
  readonly metrics: readonly string[]
}

/** They count every request, so that they hold however many failed. */
const countsFailures: readonly string[] = ['error_rate', 'goodput']

/**
 * The checks of a run with this status that touch any of these metrics, by their names in comparisons. A verdict whose checks don't bear
 * it out, of an edited file or a version that knew others, touches everything.
 */
export function touchesOf(
  summary: Summary,
  metrics: readonly string[],
  status: 'invalid' | 'suspect',
): readonly MetricTouch[] {
  const checks = summary.verdict.checks.filter((check) => check.status === status)
  if (checks.length === 0 && summary.verdict.status === status.toUpperCase())
    return [{ check: 'verdict', metrics }]
  return checks
    .filter(({ id }) => id !== 'sample-size')
    .map(({ id, affects }) => ({
      check: id,
      metrics: metrics.filter(
        (metric) =>
          !(id === 'failures' && countsFailures.includes(metric)) &&
          namesOf(metric, summary).some((name) => affects.includes(name)),
      ),
    }))
    .filter((touch) => touch.metrics.length > 0)
}

/** What checks may call a metric: `ttft` of `ttft.p99`. */
function namesOf(metric: string, { objectives }: Summary): readonly string[] {
  const base = metric.split('.')[0]!
  // A query is as slow as the slowest of its requests.
  if (base === 'query') return ['*', base, 'e2e']
  if (base !== 'goodput') return ['*', base]
  return ['*', base, ...objectives.flatMap((each) => (each.status === 'in_goodput' ? [each.metric] : []))]
}

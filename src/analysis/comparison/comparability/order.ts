import { holm } from '../../../statistics/holm.ts'
import { comparedMetric } from '../compared-metric.ts'
import type { ComparedRun } from '../compared-run.ts'
import { type RunDrift, runDrift, type TimedValue } from '../run-drift.ts'
import { type ComparabilityCheck, listed, type Sides } from './sides.ts'

const alpha = 0.05

/** Whether the order of the runs tells a change of the server from one of the time of day, and whether the figures drift. */
export const orderNotes: ComparabilityCheck = (sides) => [...order(sides), ...drift(sides)]

const order: ComparabilityCheck = ({ a, b }) => {
  if (a.length + b.length < 3) return []
  const [x, y] = [a, b].map((runs) => runs.map((run) => ({ at: startedMs(run), value: 1 })))
  const { laterBy, interleaved } = runDrift(x!, y!)
  if (interleaved) return []
  const [before, after] = laterBy > 0 ? ['A', 'B'] : ['B', 'A']
  const message = `the runs of ${before} were before those of ${after}, and not by turns: whatever else changed between them looks like a change of the server`
  return [{ id: 'order', severity: 'warn', message }]
}

/** Of several metrics one would seem to drift by luck, so their p-values are adjusted (Holm). */
const drift: ComparabilityCheck = (sides) => {
  const trends = sides.metrics.flatMap((metric) => {
    const trend = trendOf(sides, metric)
    return trend === null ? [] : [{ metric, trend }]
  })
  const adjusted = holm(trends.map(({ trend }) => trend.p))
  const found = trends.filter((_, at) => adjusted[at]! < alpha)
  if (found.length === 0) return []
  const which = listed(found.map(({ metric, trend }) => `${metric} by ${percent(trend.perRun)} a run`))
  const most = found.reduce((one, other) =>
    Math.abs(other.trend.ofChange) > Math.abs(one.trend.ofChange) ? other : one,
  )
  const alone = `by itself that would make ${most.metric} of B ${percent(most.trend.ofChange)}`
  return [{ id: 'drift', severity: 'warn', message: `figures drift from run to run, ${which}: ${alone}` }]
}

function trendOf({ a, b }: Sides, name: string): RunDrift['trend'] {
  const metric = comparedMetric(name)
  if (metric === undefined || metric.unit === 'share') return null
  const timed = (runs: readonly ComparedRun[]): readonly TimedValue[] =>
    runs.flatMap((run) => {
      const value = metric.read(run.summary)
      return value === null || value <= 0 ? [] : [{ at: startedMs(run), value }]
    })
  return runDrift(timed(a), timed(b)).trend
}

function percent(share: number): string {
  const size = `${Number((100 * Math.abs(share)).toPrecision(2))} %`
  return `${share < 0 ? '−' : '+'}${size}`
}

function startedMs({ summary }: ComparedRun): number {
  return Date.parse(summary.started_at)
}

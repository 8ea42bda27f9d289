import { holm } from '../../../statistics/holm.ts'
import { comparedMetric } from '../compared-metric.ts'
import type { ComparedRun } from '../compared-run.ts'
import { overRuns } from '../metric-of-side.ts'
import { type RunDrift, runDrift, type TimedValue, trendLeftOut } from '../run-drift.ts'
import { runStartMs } from '../run-start.ts'
import { type ComparabilityCheck, listed, type Sides } from './sides.ts'

const alpha = 0.05
/** Share by which a figure drifts over all runs, below which nobody need be told. */
const leastDrift = 0.005

/** Whether the order of the runs tells a change of the server from one of the time of day, and whether the figures drift. */
export const orderNotes: ComparabilityCheck = (sides) => [...order(sides), ...drift(sides)]

const order: ComparabilityCheck = ({ a, b }) => {
  if (a.length + b.length < 3) return []
  const [x, y] = [a, b].map((runs) => runs.map(({ summary }) => ({ at: runStartMs(summary), value: 1 })))
  const { laterBy, interleaved } = runDrift(x!, y!)
  if (interleaved) return []
  const [before, after] = laterBy > 0 ? ['A', 'B'] : ['B', 'A']
  const message = `the runs of ${before} were before those of ${after}, and not by turns: whatever else changed between them looks like a change of the server`
  return [{ id: 'order', severity: 'warn', message }]
}

/** Of several metrics one would seem to drift by luck, so their p-values are adjusted (Holm). */
const drift: ComparabilityCheck = (sides) => {
  const trends = sides.metrics.flatMap((metric) => {
    const [a, b] = timedOf(sides, metric)
    const { trend } = runDrift(a, b)
    return trend === null ? [] : [{ metric, trend, isLeftOut: trendLeftOut(a, b) !== null }]
  })
  const adjusted = holm(trends.map(({ trend }) => trend.p))
  const runs = sides.a.length + sides.b.length
  const found = trends.filter(
    ({ trend }, at) => adjusted[at]! < alpha && Math.abs(trend.perRun) * runs >= leastDrift,
  )
  if (found.length === 0) return []
  const which = listed(found.map(({ metric, trend }) => `${metric} by ${percent(trend.perRun)} a run`))
  const then = found.every(({ isLeftOut }) => isLeftOut)
    ? 'the runs were made by turns, and so that is left out of their comparison'
    : byItself(found)
  return [{ id: 'drift', severity: 'warn', message: `figures drift from run to run, ${which}: ${then}` }]
}

function byItself(
  found: readonly { readonly metric: string; readonly trend: NonNullable<RunDrift['trend']> }[],
): string {
  const most = found.reduce((one, other) =>
    Math.abs(other.trend.ofChange) > Math.abs(one.trend.ofChange) ? other : one,
  )
  return `by itself that would make ${most.metric} of B ${percent(most.trend.ofChange)}`
}

/** Empty of shares, and of what isn't measured. */
function timedOf(
  { a, b }: Sides,
  name: string,
): readonly [a: readonly TimedValue[], b: readonly TimedValue[]] {
  const metric = comparedMetric(name)
  if (metric === undefined || metric.unit === 'share') return [[], []]
  const timed = (runs: readonly ComparedRun[]): readonly TimedValue[] =>
    runs.flatMap(({ summary }) => {
      const value = overRuns(metric).read(summary)
      return value === null || value <= 0 ? [] : [{ at: runStartMs(summary), value }]
    })
  return [timed(a), timed(b)]
}

function percent(share: number): string {
  const size = `${Number((100 * Math.abs(share)).toPrecision(2))} %`
  return `${share < 0 ? '−' : '+'}${size}`
}

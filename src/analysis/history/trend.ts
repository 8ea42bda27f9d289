import { eDivisive, type FoundChange, leastSeen } from '../../statistics/e-divisive.ts'
import { moments } from '../../statistics/moments.ts'
import { shiftInterval } from '../../statistics/shift-interval.ts'
import { type ComparedMetric, comparedMetric } from '../comparison/compared-metric.ts'
import { canaryAccount } from './canary-account.ts'
import { type HistoryRow, isBelieved } from './history-row.ts'
import { latestAlert } from './latest-alert.ts'
import { newestFirst } from './newest-first.ts'
import { seriesOf } from './series-of.ts'
import { betterOrWorse, offScale, onScale, shiftAsChange } from './trend-scale.ts'
import type { Trend, TrendChange, TrendPoint, TrendSeries } from './trend-series.ts'

export interface TrendOptions {
  /** As comparisons spell them; those that a series hasn't got are left out. */
  readonly metrics: readonly string[]
  /** Least change of rates and latencies, as a share, either way: 0.05 is from 1 to 1.05 or back. */
  readonly leastChange: number
  /** Least change of shares, in points: 0.01 is from 0.98 to 0.99. */
  readonly leastPoints: number
  /** Of the permutations. The same seed finds the same changes. */
  readonly seed: number
}

export const trendDefaults: Omit<TrendOptions, 'metrics'> = { leastChange: 0.05, leastPoints: 0.01, seed: 0 }

/**
 * Each series of some rows over time, with its change points. A series is a metric of one scenario and cell on machines of one fingerprint, and
 * never crosses it. Its runs stand in the order in which they began, not in that of their commits: the machine, the canary and the server's
 * surroundings change by the clock. Every run is a point, repeats of one commit too: their mean would hide how much runs vary, and that
 * a change between two runs of one commit can't be the commit's. INVALID runs are left out. `canaries` are all rows of the history, of which the
 * canary ones are asked about each change, whatever was selected.
 */
export function trendOf(
  rows: readonly HistoryRow[],
  canaries: readonly HistoryRow[],
  options: TrendOptions,
): Trend {
  const canaryRows = canaries.filter(({ canary }) => canary)
  const series = groupsOf(rows).flatMap((group) =>
    options.metrics.flatMap((name) => seriesIn(group, canaryRows, name, options) ?? []),
  )
  return {
    series,
    fewestRuns: leastSeen,
    tooShort: series.filter(({ points }) => points.length < leastSeen).length,
  }
}

/** The rows of each scenario, cell and machine, oldest first; the groups by when their latest run began, latest first. */
function groupsOf(rows: readonly HistoryRow[]): readonly (readonly HistoryRow[])[] {
  const groups = new Map<string, HistoryRow[]>()
  for (const row of newestFirst(rows)) {
    const key = seriesOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return Array.from(groups.values(), (group) => group.reverse())
}

function seriesIn(
  rows: readonly HistoryRow[],
  canaries: readonly HistoryRow[],
  name: string,
  options: TrendOptions,
): TrendSeries | null {
  const metric = comparedMetric(name)
  const believed = rows.filter((row) => isBelieved(row, name))
  if (metric === undefined) return null
  const points = believed.flatMap((row): TrendPoint[] => {
    const value = row.metrics[name] ?? null
    return onScale(metric.unit, value) === null ? [] : [{ row, value: value! }]
  })
  if (points.length === 0) return null
  const { row } = points.at(-1)!
  const values = Float64Array.from(points, ({ value }) => onScale(metric.unit, value)!)
  const leastShift = metric.unit === 'share' ? options.leastPoints : Math.log1p(options.leastChange)
  const found = eDivisive(values, { leastShift, seed: options.seed })
  const current = values.subarray(found.at(-1)?.at ?? 0)
  const described = { points, values, metric, leastShift, canaries }
  return {
    scenario: row.scenario,
    scenarioInWords: row.scenario_in_words,
    cell: row.cell,
    machine: row.machine,
    machineInWords: row.machine_in_words,
    canary: row.canary,
    metric: name,
    unit: metric.unit,
    better: metric.better,
    points,
    leftOut: { invalid: rows.length - believed.length, missing: believed.length - points.length },
    level: offScale(metric.unit, moments(current).mean),
    levelRuns: current.length,
    changes: found.map((_, nth) => changeOf(described, found, nth)).reverse(),
    alert: latestAlert(current, metric, leastShift),
  }
}

interface DescribedSeries {
  readonly points: readonly TrendPoint[]
  readonly values: Float64Array
  readonly metric: ComparedMetric
  readonly leastShift: number
  readonly canaries: readonly HistoryRow[]
}

/** The change with its place in the series: between which runs, by how much over all runs until the next. */
function changeOf(series: DescribedSeries, found: readonly FoundChange[], nth: number): TrendChange {
  const { points, values, metric, leastShift } = series
  const { at, seen, p } = found[nth]!
  const from = found[nth - 1]?.at ?? 0
  const to = found[nth + 1]?.at ?? values.length
  const before = values.subarray(from, at)
  const after = values.subarray(at, to)
  const { shift, ci95 } = shiftInterval(before, after)
  const asChange = (value: number): number => shiftAsChange(metric.unit, value)
  return {
    before: points[at - 1]!.row,
    after: points[at]!.row,
    found: points[seen - 1]!.row,
    runsBefore: before.length,
    runsAfter: after.length,
    levelBefore: offScale(metric.unit, moments(before).mean),
    levelAfter: offScale(metric.unit, moments(after).mean),
    change: asChange(shift),
    changeCi95: ci95 === null ? null : [asChange(ci95[0]), asChange(ci95[1])],
    p,
    direction: betterOrWorse(metric.better, shift),
    faded: Math.abs(shift) < leastShift,
    canary: accountOf(series, { from, at, to }, shift),
  }
}

function accountOf(
  { points, metric, canaries }: DescribedSeries,
  { from, at, to }: { readonly from: number; readonly at: number; readonly to: number },
  shift: number,
): TrendChange['canary'] {
  const { row } = points[at]!
  if (row.canary) return { state: 'self' }
  const beganMs = (index: number): number => Date.parse(points[index]!.row.started_at)
  const untilMs = to === points.length ? Number.POSITIVE_INFINITY : beganMs(to - 1)
  return canaryAccount(canaries, metric, {
    machine: row.machine,
    shift,
    beforeMs: [from === 0 ? Number.NEGATIVE_INFINITY : beganMs(from), beganMs(at - 1)],
    afterMs: [beganMs(at), untilMs],
  })
}

/**
 * What of a trend is of so late a time or later, ms since 1970: series with runs since, and of those the changes whose first run after is.
 * What came before has been looked at all the same, so that the answer doesn't depend on how far back one asks.
 */
export function trendSince({ series, fewestRuns }: Trend, sinceMs: number): Trend {
  const since = (row: Pick<HistoryRow, 'started_at'>): boolean => Date.parse(row.started_at) >= sinceMs
  const recent = series
    .filter(({ points }) => since(points.at(-1)!.row))
    .map((one) => ({ ...one, changes: one.changes.filter(({ after }) => since(after)) }))
  return {
    series: recent,
    fewestRuns,
    tooShort: recent.filter(({ points }) => points.length < fewestRuns).length,
  }
}

/** Whether a series' newest change is for the worse, and nothing says that the machine made it, or that it has passed. */
export function gotWorse({ changes: [newest], canary }: TrendSeries): boolean {
  if (newest === undefined || canary) return false
  return newest.direction === 'worse' && !newest.faded && newest.canary.state !== 'moved'
}

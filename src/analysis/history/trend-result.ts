import { gotWorse } from './trend.ts'
import type { Trend, TrendAlert, TrendChange, TrendRun, TrendSeries } from './trend-series.ts'

/** A trend for other programs: schema/trend.schema.json describes it. Changes are shares (0.05: 5 % more), of shares points. */
export interface TrendResult {
  readonly schema: 'tare.trend/1'
  readonly history: string
  readonly min_change: number
  readonly min_change_points: number
  readonly series: readonly SeriesResult[]
}

interface SeriesResult {
  readonly scenario: string
  readonly scenario_in_words: string
  readonly cell: string | null
  readonly machine: string
  readonly machine_in_words: string
  readonly canary: boolean
  readonly metric: string
  readonly unit: TrendSeries['unit']
  readonly better: TrendSeries['better']
  readonly runs: number
  readonly invalid_runs: number
  readonly runs_without_value: number
  readonly level: number
  readonly level_runs: number
  readonly got_worse: boolean
  readonly points: readonly (TrendRun & { readonly value: number })[]
  readonly changes: readonly ChangeResult[]
  readonly alert: AlertResult | null
}

interface ChangeResult {
  readonly before: TrendRun
  readonly after: TrendRun
  readonly found_with: TrendRun
  readonly runs_before: number
  readonly runs_after: number
  readonly level_before: number
  readonly level_after: number
  readonly change: number
  readonly change_ci95: readonly [number, number] | null
  readonly p: number
  readonly direction: 'better' | 'worse'
  readonly faded: boolean
  readonly canary: {
    readonly state: TrendChange['canary']['state']
    readonly change: number | null
    readonly change_ci95: readonly [number, number] | null
  }
}

interface AlertResult {
  readonly runs: number
  readonly value: number
  readonly expected_low: number
  readonly expected_high: number
  readonly expected_of_runs: number
  readonly direction: 'better' | 'worse'
}

export interface TrendResultOptions {
  /** The store that was read. */
  readonly history: string
  readonly leastChange: number
  readonly leastPoints: number
}

export function trendResult({ series }: Trend, options: TrendResultOptions): TrendResult {
  return {
    schema: 'tare.trend/1',
    history: options.history,
    min_change: options.leastChange,
    min_change_points: options.leastPoints,
    series: series.map(seriesResult),
  }
}

function seriesResult(series: TrendSeries): SeriesResult {
  const { points, leftOut, alert } = series
  return {
    scenario: series.scenario,
    scenario_in_words: series.scenarioInWords,
    cell: series.cell,
    machine: series.machine,
    machine_in_words: series.machineInWords,
    canary: series.canary,
    metric: series.metric,
    unit: series.unit,
    better: series.better,
    runs: points.length,
    invalid_runs: leftOut.invalid,
    runs_without_value: leftOut.missing,
    level: series.level,
    level_runs: series.levelRuns,
    got_worse: gotWorse(series),
    points: points.map(({ row, value }) => ({ ...runOf(row), value })),
    changes: series.changes.map(changeResult),
    alert: alert === null ? null : alertResult(alert),
  }
}

function changeResult(change: TrendChange): ChangeResult {
  const { canary } = change
  const account = 'change' in canary ? canary : null
  return {
    before: runOf(change.before),
    after: runOf(change.after),
    found_with: runOf(change.found),
    runs_before: change.runsBefore,
    runs_after: change.runsAfter,
    level_before: change.levelBefore,
    level_after: change.levelAfter,
    change: change.change,
    change_ci95: change.changeCi95,
    p: change.p,
    direction: change.direction,
    faded: change.faded,
    canary: {
      state: canary.state,
      change: account?.change ?? null,
      change_ci95: account?.changeCi95 ?? null,
    },
  }
}

function alertResult({ runs, value, expected, of, direction }: TrendAlert): AlertResult {
  const [low, high] = expected
  return { runs, value, expected_low: low, expected_high: high, expected_of_runs: of, direction }
}

function runOf({ run_id, folder, started_at, commit, committed_at, tare_version }: TrendRun): TrendRun {
  return { run_id, folder, started_at, commit, committed_at, tare_version }
}

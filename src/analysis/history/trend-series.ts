import type { ComparedUnit } from '../comparison/compared-metric.ts'
import type { CanaryAccount } from './canary-account.ts'
import type { HistoryRow } from './history-row.ts'

/** A run of a series. */
export interface TrendPoint {
  readonly row: HistoryRow
  readonly value: number
}

/** A run that is on one side of a change, next to it. */
export type TrendRun = Pick<
  HistoryRow,
  'run_id' | 'folder' | 'started_at' | 'commit' | 'committed_at' | 'tare_version'
>

/** A change in a series: between two runs, and so between their commits. */
export interface TrendChange {
  /** The last run before it, and the first after. */
  readonly before: TrendRun
  readonly after: TrendRun
  /** The run with which it was found: the third after it, or a later one. */
  readonly found: TrendRun
  readonly runsBefore: number
  readonly runsAfter: number
  /** Geometric means (of shares: means) of the runs from the change before to this one, and from this to the next. */
  readonly levelBefore: number
  readonly levelAfter: number
  /** After ÷ before − 1, or of shares the difference. */
  readonly change: number
  /** Its 95 % interval; null with too few runs for one. */
  readonly changeCi95: readonly [low: number, high: number] | null
  /** Of no change, by the look that found it. */
  readonly p: number
  readonly direction: 'better' | 'worse'
  /** By all runs since it is below the least magnitude: a passing thing, or a false alarm. */
  readonly faded: boolean
  readonly canary: CanaryAccount
}

/** The latest runs, where the ones before let something else expect. Not yet a change: that takes three runs. */
export interface TrendAlert {
  /** How many of the latest runs, in a row, are outside on the same side. */
  readonly runs: number
  readonly value: number
  /** Where the next run was expected with 99 % confidence, and from how many runs before. */
  readonly expected: readonly [low: number, high: number]
  readonly of: number
  readonly direction: 'better' | 'worse'
}

/** One metric of one scenario and cell on machines of one fingerprint. */
export interface TrendSeries {
  readonly scenario: string
  readonly scenarioInWords: string
  readonly cell: string | null
  readonly machine: string
  readonly machineInWords: string
  readonly canary: boolean
  readonly metric: string
  readonly unit: ComparedUnit
  readonly better: 'lower' | 'higher'
  /** By when the runs began, oldest first. */
  readonly points: readonly TrendPoint[]
  /** Runs that aren't among the points: INVALID ones, and ones without the figure (a rate or latency of 0 has no logarithm). */
  readonly leftOut: { readonly invalid: number; readonly missing: number }
  /** Geometric mean (of shares: mean) of the runs since the last change. */
  readonly level: number
  readonly levelRuns: number
  /** Newest first. */
  readonly changes: readonly TrendChange[]
  readonly alert: TrendAlert | null
}

/** What a history says of its series over time. */
export interface Trend {
  readonly series: readonly TrendSeries[]
  /** Runs that a series must have before a change is looked for, and how many of the series have fewer. */
  readonly fewestRuns: number
  readonly tooShort: number
}

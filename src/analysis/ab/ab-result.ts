import { sequentialLooks } from '../../statistics/sequential-looks.ts'
import { remedyFor } from '../comparison/comparability-remedies.ts'
import type { ComparabilityNote } from '../comparison/comparison.ts'
import type { MetricComparison, SideFigure } from '../comparison/metric-comparison.ts'
import { type AbDecision, type AbEnd, type AbOutcome, type AbReport, outcomeOf } from './ab-report.ts'
import type { AbMetric } from './assess-blocks.ts'
import { type BlockRow, isMeasured, lostBlocks } from './block-row.ts'
import type { AlarmCount, FalseAlarms } from './false-alarms.ts'

type Interval = readonly [low: number, high: number] | null

/** What an A/B experiment found, for other programs: answer.json. schema/ab.schema.json describes it. */
export interface AbResult {
  readonly schema: 'tare.ab/1'
  readonly folder: string
  readonly a: string
  readonly b: string
  readonly end: AbEnd
  readonly metrics: readonly string[]
  readonly effect: number
  readonly forced: boolean
  readonly notes: readonly (ComparabilityNote & { readonly remedy: string | null })[]
  readonly blocks: {
    readonly measured: number
    readonly lost: number
    readonly spent_s: number
    readonly attempts: readonly BlockRow[]
  }
  /** Null of A against itself. */
  readonly decision: AbDecisionResult | null
  /** Null of A against B. */
  readonly false_alarms: FalseAlarmsResult | null
}

interface AbDecisionResult {
  readonly outcome: AbOutcome
  readonly looks: readonly {
    readonly blocks: number
    readonly alpha: number
    readonly open: readonly string[]
  }[]
  /** Null before the first look. */
  readonly first_block: { readonly dropped: boolean; readonly message: string } | null
  readonly comparisons: readonly AbMetricRow[]
}

/** B against A in one metric. */
interface AbMetricRow {
  readonly metric: string
  readonly decides: boolean
  readonly blocks: number
  readonly unit: MetricComparison['unit']
  readonly better: MetricComparison['better']
  readonly a: SideRow
  readonly b: SideRow
  readonly change: number | null
  readonly change_interval: Interval
  readonly confidence: number
  readonly standard_error: number | null
  readonly degrees: number | null
  readonly p: number | null
  readonly smallest_shown: number | null
  readonly verdict: MetricComparison['verdict']
  readonly note: string | null
}

interface SideRow {
  readonly value: number | null
  readonly ci95: Interval
  readonly runs: number
}

interface AlarmRow {
  readonly comparisons: number
  readonly alarms: number
  readonly share: number | null
  readonly share_ci95: Interval
}

interface FalseAlarmsResult {
  readonly experiments: AlarmRow
  readonly blocks_each: number
  readonly metrics: readonly (AlarmRow & { readonly metric: string })[]
}

/** The result of the experiment in a folder. */
export function abResult(folder: string, report: AbReport): AbResult {
  const { a, b, end, options, forced, notes, blocks, decision, falseAlarms } = report
  return {
    schema: 'tare.ab/1',
    folder,
    a,
    b,
    end,
    metrics: options.metrics,
    effect: options.effect,
    forced,
    notes: notes.map(({ id, severity, message }) => ({ id, severity, message, remedy: remedyFor(id) })),
    blocks: {
      measured: blocks.filter(isMeasured).length,
      lost: lostBlocks(blocks).length,
      spent_s: blocks.reduce((sum, { spent_s }) => sum + spent_s, 0),
      attempts: blocks,
    },
    decision: decision === null ? null : decisionResult(decision, outcomeOf(report)!),
    false_alarms: falseAlarms === null ? null : falseAlarmsResult(falseAlarms),
  }
}

function decisionResult({ assessment, metrics }: AbDecision, outcome: AbOutcome): AbDecisionResult {
  const { looks, firstBlock } = assessment
  return {
    outcome,
    looks: looks.map(({ blocks, alpha, open }) => ({ blocks, alpha, open })),
    first_block: firstBlock === null ? null : { dropped: firstBlock.dropped, message: firstBlock.message },
    comparisons: metrics.map(metricRow),
  }
}

function metricRow({ comparison, decides, blocks, alpha }: AbMetric): AbMetricRow {
  const { metric, unit, better, a, b, change, changeCi95, p, smallestShown, verdict, note } = comparison
  return {
    metric,
    decides,
    blocks,
    unit,
    better,
    a: sideRow(a),
    b: sideRow(b),
    change,
    change_interval: changeCi95,
    confidence: 1 - alpha,
    standard_error: comparison.standardError,
    degrees: comparison.degrees,
    p,
    smallest_shown: smallestShown,
    verdict,
    note,
  }
}

function sideRow({ value, ci95, runs }: SideFigure): SideRow {
  return { value, ci95, runs }
}

function falseAlarmsResult({ experiments, metrics }: FalseAlarms): FalseAlarmsResult {
  return {
    experiments: alarmRow(experiments),
    blocks_each: sequentialLooks[0]!.blocks,
    metrics: metrics.map((each) => ({ metric: each.metric, ...alarmRow(each) })),
  }
}

function alarmRow({ comparisons, alarms, ci95 }: AlarmCount): AlarmRow {
  return { comparisons, alarms, share: comparisons === 0 ? null : alarms / comparisons, share_ci95: ci95 }
}

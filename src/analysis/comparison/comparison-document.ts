import { adjustedP } from './adjusted-p.ts'
import { remedyFor } from './comparability-remedies.ts'
import type { CellComparison, ComparabilityNote, Comparison } from './comparison.ts'
import type { ComparisonOptions } from './comparison-options.ts'
import { decileShiftDocument } from './decile-shift-document.ts'
import type { MetricComparison, SideFigure } from './metric-comparison.ts'
import { multiplicityOf, overCells } from './over-cells.ts'

type Document = Readonly<Record<string, unknown>>

/** Comparisons for other programs: what `--format json` prints. schema/comparison.schema.json describes it. */
export function comparisonDocument(
  comparisons: readonly Comparison[],
  { effectOfInterest, assumedRunSd }: ComparisonOptions,
): Document {
  return {
    schema: 'tare.comparison/1',
    effect_of_interest: effectOfInterest,
    assumed_run_sd: assumedRunSd,
    comparisons: comparisons.map(oneDocument),
  }
}

function oneDocument(comparison: Comparison): Document {
  const { comparisons, shown, shownAdjusted, byLuck } = multiplicityOf(comparison)
  const adjusted = adjustedP(comparison.cells.flatMap(({ metrics }) => metrics))
  return {
    a: comparison.a,
    b: comparison.b,
    forced: comparison.forced,
    notes: comparison.notes.map(noteDocument),
    cells: comparison.cells.map((cell) => cellDocument(cell, adjusted)),
    over_cells: overCells(comparison.cells).map(({ metric, unit, verdicts, geomean }) => ({
      metric,
      unit,
      verdicts,
      geomean,
    })),
    new_cells: comparison.newCells,
    vanished_cells: comparison.vanishedCells,
    comparisons,
    differing: shown,
    differing_adjusted: shownAdjusted,
    expected_by_luck: byLuck,
  }
}

function cellDocument(
  { cell, axes, notes, metrics, deciles }: CellComparison,
  adjusted: ReturnType<typeof adjustedP>,
): Document {
  return {
    cell,
    axes,
    notes: notes.map(noteDocument),
    metrics: metrics.map((metric) => metricComparisonDocument(metric, adjusted.get(metric) ?? null)),
    deciles: deciles === undefined ? null : decileShiftDocument(deciles),
  }
}

/** A note as files have it, with what to change. */
export function noteDocument({ id, severity, message }: ComparabilityNote): Document {
  return { id, severity, message, remedy: remedyFor(id) }
}

/** What is said of one metric as files have it; `adjusted` is its p among those of the metrics beside it, null where there are none. */
export function metricComparisonDocument(comparison: MetricComparison, adjusted: number | null): Document {
  return {
    metric: comparison.metric,
    unit: comparison.unit,
    better: comparison.better,
    a: sideDocument(comparison.a),
    b: sideDocument(comparison.b),
    change: comparison.change,
    change_ci95: comparison.changeCi95,
    variation: comparison.variation,
    standard_error: comparison.standardError,
    degrees: comparison.degrees,
    p: comparison.p,
    adjusted_p: adjusted,
    rank_p: comparison.rankP,
    smallest_shown: comparison.smallestShown,
    verdict: comparison.verdict,
    runs_needed: comparison.runsNeeded,
    note: comparison.note,
  }
}

function sideDocument({ value, ci95, runs, of }: SideFigure): Document {
  return { value, ci95, runs, of }
}

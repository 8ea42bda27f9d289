import { adjustedP } from '../comparison/adjusted-p.ts'
import { metricComparisonDocument, noteDocument } from '../comparison/comparison-document.ts'
import type { GateReport, GateResult } from './gate-report.ts'

type Document = Readonly<Record<string, unknown>>

/** The report of a gate for other programs: what `tare gate --json` writes. schema/gate.schema.json describes it. */
export function gateDocument(report: GateReport): Document {
  const adjusted = adjustedP(report.exploratory.flatMap(({ metrics }) => metrics))
  return {
    schema: 'tare.gate/1',
    outcome: report.outcome,
    exit_status: report.exitStatus,
    run: report.run,
    runs: report.runs,
    baseline: report.baseline,
    baseline_runs: report.baselineRuns,
    blocks: report.blocks,
    confidence: report.confidence,
    inconclusive: report.inconclusive,
    notes: report.notes.map(noteDocument),
    gates: report.gates.map(gateResultDocument),
    checks: report.checks.map(({ id, status, message, remedy }) => ({ id, status, message, remedy })),
    exploratory: report.exploratory.map(({ cell, metrics }) => ({
      cell,
      metrics: metrics.map((metric) => metricComparisonDocument(metric, adjusted.get(metric) ?? null)),
    })),
    new_cells: report.newCells,
    vanished_cells: report.vanishedCells,
  }
}

/** What became of one gate, as gates and bisections say it. */
export function gateResultDocument(result: GateResult): Document {
  const { gate, kind, cell, metric, margin, outcome, adjustedP, comparison, interval, message } = result
  return {
    gate,
    kind,
    cell,
    metric,
    margin,
    outcome,
    adjusted_p: adjustedP,
    message,
    interval,
    comparison: comparison === null ? null : metricComparisonDocument(comparison, null),
  }
}

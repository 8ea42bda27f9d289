import type { AbDecision, AbEnd, AbReport } from '../../analysis/ab/ab-report.ts'
import { assessBlocks, compareBeside } from '../../analysis/ab/assess-blocks.ts'
import type { BlockRow } from '../../analysis/ab/block-row.ts'
import { falseAlarms } from '../../analysis/ab/false-alarms.ts'
import type { MeasuredBlock } from '../../analysis/ab/measured-block.ts'
import { comparability } from '../../analysis/comparison/comparability.ts'
import { comparedMetric, headlineMetrics } from '../../analysis/comparison/compared-metric.ts'
import type { AbTask } from './ab-task.ts'
import type { ComparedBlock } from './block-reader.ts'

/** What an experiment's blocks come to. */
export function reportOfBlocks(
  { a, b, options, aaBlocks, force }: AbTask,
  rows: readonly BlockRow[],
  compared: readonly ComparedBlock[],
  end: AbEnd,
): AbReport {
  const measured = compared.map(summariesOf)
  const beside = headlineMetrics.filter((name) => !options.metrics.includes(name))
  return {
    a: a.name,
    b: b.name,
    options,
    end,
    blocks: rows,
    decision: aaBlocks === null ? decisionOf(measured, options, beside) : null,
    falseAlarms: aaBlocks === null ? null : falseAlarms(measured, options, [...options.metrics, ...beside]),
    notes: compared.length === 0 ? [] : notesOf(compared, options.metrics),
    forced: force,
  }
}

/** Blocks are by turns, and what drifts from one to the next cancels within each. */
function notesOf(compared: readonly ComparedBlock[], metrics: readonly string[]): AbReport['notes'] {
  const [a, b] = [compared.map((block) => block.a), compared.map((block) => block.b)]
  return comparability(a, b, metrics).filter(({ id }) => id !== 'drift' && id !== 'order')
}

export function summariesOf({ a, b }: ComparedBlock): MeasuredBlock {
  return { a: a.summary, b: b.summary }
}

function decisionOf(
  measured: readonly MeasuredBlock[],
  options: AbTask['options'],
  beside: readonly string[],
): AbDecision {
  const assessment = assessBlocks(measured, options)
  const others = beside
    .map((name) => compareBeside(comparedMetric(name)!, measured, assessment, options))
    .filter(({ comparison }) => comparison.a.value !== null || comparison.b.value !== null)
  return { assessment, metrics: [...assessment.metrics, ...others] }
}

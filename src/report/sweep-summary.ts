import { type CellFailure, cellFailures } from '../analysis/cells/cell-failures.ts'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import { type CellScaling, scalingOfCells } from '../analysis/cells/scaling-of-cells.ts'
import type { ScalingReport } from '../analysis/scaling/scaling-report.ts'
import { formatQuantity } from './format-number.ts'
import { flow, printable, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import { speedUpText } from './scaling-cells.ts'
import { scalingTitle } from './scaling-title.ts'
import type { Style } from './style.ts'
import { renderSweepTable } from './sweep-table.ts'

const mostFailures = 10

/** The result of a sweep for a terminal: a line a cell, what failed and why, then how it scales along each axis. */
export function renderSweepSummary(
  rows: readonly CellRow[],
  folder: string,
  style: Style,
): readonly string[] {
  const measured = rows.filter(({ status }) => status === 'measured').length
  const failed = rows.filter(({ status }) => status === 'failed').length
  const counted = `${measured} of ${rows.length} runs measured, ${failed} failed`
  return [
    '',
    `  ${style.strong('SWEEP')}  ${counted}  ${style.faint(folder)}`,
    '',
    ...renderSweepTable(rows, style),
    style.faint(
      `  Geometric means over the runs of a cell; latencies in ms. All figures: ${folder}/cells.csv`,
    ),
    ...failureLines(rows, folder, style),
    ...scalingLines(rows, folder, style),
  ]
}

/** Each reason once, in whole, with the first cell that it holds for. */
function failureLines(rows: readonly CellRow[], folder: string, style: Style): readonly string[] {
  const all = cellFailures(rows)
  if (all.length === 0) return []
  const more = all.length - mostFailures
  return [
    '',
    `  ${style.strong('FAILED')}`,
    ...all
      .slice(0, mostFailures)
      .flatMap((failure) => [
        style.bad(`  ${style.encode(whoFailed(failure))}`),
        ...failure.error.split('\n').map((line) => `    ${style.encode(printable(line))}`.trimEnd()),
      ]),
    ...(more > 0 ? [`  ${formatQuantity(more, 'reason')} more: ${folder}/cells.csv`] : []),
  ]
}

/** `batch_size=2,concurrency=1, and 3 other cells with their own values (8 runs)`. */
function whoFailed({ cell, cells, runs, sameWords }: CellFailure): string {
  const others = cells === 1 ? '' : `, and ${formatQuantity(cells - 1, 'other cell')}`
  const values = sameWords ? '' : ' with their own values'
  return `${printable(cell)}${others}${values}${runs > 1 ? ` (${runs} runs)` : ''}`
}

/** A sentence for each axis and what is held beside it. */
function scalingLines(rows: readonly CellRow[], folder: string, style: Style): readonly string[] {
  const all = scalingOfCells(rows).filter(({ report }) => saysSomething(report))
  if (all.length === 0) return []
  return [
    '',
    `  ${style.strong('SCALING')}`,
    ...all.flatMap((scaling) => axisLines(scaling, style)),
    style.faint(`  Speed-ups, bounds and laws: tare scaling ${folder}`),
  ]
}

/** Names have no class; what there is to compare are two of them at least. */
function saysSomething({ axis, class: verdict, points }: ScalingReport): boolean {
  if (axis.kind !== 'category') return verdict.state !== 'refused'
  return points.filter(({ speed_up: it }) => it !== null).length > 1
}

function axisLines(scaling: CellScaling, style: Style): readonly string[] {
  const { report } = scaling
  const width = reportWidth(style) - 4
  const lines = [
    ...wrap(style.encode(printable(report.sentence)), width),
    ...(report.axis.kind === 'category' ? flow(speedUps(report).map(style.encode), width) : []),
  ]
  return [`  ${style.encode(scalingTitle(scaling))}`, ...lines.map((line) => `    ${style.encode(line)}`)]
}

/** `to cpu: gpu 0.97 ± 0.11`, `tpu 1.05 ± 0.09`. */
function speedUps({ points, base_label: base }: ScalingReport): readonly string[] {
  return points
    .filter(({ label, speed_up: it }) => label !== base && it !== null)
    .map(({ label, speed_up: it }, at) => {
      const told = `${printable(label)} ${speedUpText(it)}`
      return at === 0 ? `to ${printable(base ?? '')}: ${told}` : told
    })
}

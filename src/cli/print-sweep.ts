import { abReport } from '../analysis/cells/ab-report.ts'
import { axisWord } from '../analysis/cells/axis-word.ts'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import { type CellScaling, scalingOfCells } from '../analysis/cells/scaling-of-cells.ts'
import { sweepResult } from '../analysis/cells/sweep-result.ts'
import { cellsCsv } from '../experiment/sweep/cells-file.ts'
import { printable, wrap } from '../report/printable.ts'
import { reportWidth } from '../report/report-width.ts'
import { scalingMarkdown } from '../report/scaling-markdown.ts'
import { scalingTable } from '../report/scaling-table.ts'
import { type Style, styleFor } from '../report/style.ts'
import { renderSweepTable, sweepMarkdown } from '../report/sweep-table.ts'

/** Prints the result of a sweep: a line a cell, then how it scales along each axis. */
export function printSweep(rows: readonly CellRow[], folder: string, format: string): void {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(sweepResult(folder, rows), null, 2)}\n`)
    return
  }
  const text = asText(rows, format)
  if (text !== null) return void process.stdout.write(text)
  const style = styleFor(process.stdout, process.env)
  const failed = rows.filter(({ status }) => status === 'failed')
  const measured = rows.filter(({ status }) => status === 'measured')
  const counted = `${measured.length} of ${rows.length} runs measured, ${failed.length} failed`
  const lines = [
    '',
    `  ${style.strong('SWEEP')}  ${counted}  ${style.faint(folder)}`,
    '',
    ...renderSweepTable(rows, style),
    style.faint(
      `  Geometric means over the runs of a cell; latencies in ms. All figures: ${folder}/cells.csv`,
    ),
    ...failed.slice(0, 10).map(({ cell, error }) => style.bad(`  ${cell}: ${error}`)),
  ]
  process.stdout.write(`${[...lines, ...scalingLines(rows, folder, style)].join('\n')}\n`)
}

function asText(rows: readonly CellRow[], format: string): string | null {
  if (format === 'csv') return cellsCsv(rows)
  if (format === 'ab-report') return cellsCsv(abReport(rows))
  return format === 'markdown' ? sweepMarkdown(rows) : null
}

/** A sentence for each axis and what is held beside it. */
function scalingLines(rows: readonly CellRow[], folder: string, style: Style): readonly string[] {
  const all = scalingOfCells(rows).filter(({ report }) => report.class.state !== 'refused')
  if (all.length === 0) return []
  return [
    '',
    `  ${style.strong('SCALING')}`,
    ...all.flatMap((scaling) => [
      `  ${printable(titleOf(scaling))}`,
      ...wrap(style.encode(scaling.report.sentence), reportWidth(style) - 4).map((line) => `    ${line}`),
    ]),
    style.faint(`  Speed-ups, bounds and laws: tare scaling ${folder}`),
  ]
}

/** `server.min_workers, with batch_size 4, concurrency 16`. */
export function titleOf({ axis, held }: CellScaling): string {
  const where = Object.entries(held).map(([name, value]) => `${axisWord(name)} ${value}`)
  return where.length === 0 ? axis : `${axis}, with ${where.join(', ')}`
}

/** Prints how one axis scales, the others held. */
export function printScaling(scaling: CellScaling, format = 'table'): void {
  const title = printable(titleOf(scaling))
  if (format === 'markdown') {
    process.stdout.write(`### ${title}\n\n${scalingMarkdown(scaling.report)}\n`)
    return
  }
  const style = styleFor(process.stdout, process.env)
  process.stdout.write(`\n  ${style.strong('SCALING')}  ${title}\n${scalingTable(scaling.report, style)}`)
}

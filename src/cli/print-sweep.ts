import { abReport } from '../analysis/cells/ab-report.ts'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import type { CellScaling } from '../analysis/cells/scaling-of-cells.ts'
import { sweepResult } from '../analysis/cells/sweep-result.ts'
import { cellsCsv } from '../experiment/sweep/cells-file.ts'
import { scalingMarkdown } from '../report/scaling-markdown.ts'
import { scalingTable } from '../report/scaling-table.ts'
import { scalingTitle } from '../report/scaling-title.ts'
import { styleFor } from '../report/style.ts'
import { renderSweepSummary } from '../report/sweep-summary.ts'
import { sweepMarkdown } from '../report/sweep-table.ts'

/** Prints the result of a sweep: a line a cell, then how it scales along each axis. */
export function printSweep(rows: readonly CellRow[], folder: string, format: string): void {
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(sweepResult(folder, rows), null, 2)}\n`)
    return
  }
  const text = asText(rows, format)
  if (text !== null) return void process.stdout.write(text)
  const style = styleFor(process.stdout, process.env)
  process.stdout.write(`${renderSweepSummary(rows, folder, style).join('\n')}\n`)
}

function asText(rows: readonly CellRow[], format: string): string | null {
  if (format === 'csv') return cellsCsv(rows)
  if (format === 'ab-report') return cellsCsv(abReport(rows))
  return format === 'markdown' ? sweepMarkdown(rows) : null
}

/** Prints how one axis scales, the others held. */
export function printScaling(scaling: CellScaling, format = 'table'): void {
  const title = scalingTitle(scaling)
  if (format === 'markdown') {
    process.stdout.write(`### ${title}\n\n${scalingMarkdown(scaling.report)}\n`)
    return
  }
  const style = styleFor(process.stdout, process.env)
  process.stdout.write(`\n  ${style.strong('SCALING')}  ${title}\n${scalingTable(scaling.report, style)}`)
}

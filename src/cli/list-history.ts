import { headlineMetrics } from '../analysis/comparison/compared-metric.ts'
import { everyVerdict } from '../analysis/history/every-verdict.ts'
import { historyDocument } from '../analysis/history/history-document.ts'
import { newestFirst } from '../analysis/history/newest-first.ts'
import { parseSelector, selectRows } from '../analysis/history/select-rows.ts'
import { historyCsv } from '../experiment/history/history-csv.ts'
import { defaultHistory } from '../experiment/history/history-folder.ts'
import { historyJson } from '../experiment/history/history-json.ts'
import { renderHistoryTable } from '../report/history-table.ts'
import { printable } from '../report/printable.ts'
import { styleFor } from '../report/style.ts'
import { historyRows, nearSelector } from './history-rows.ts'
import { tell } from './tell.ts'

/** Prints the runs of a history that are meant, newest first. */
export function printHistory(
  selector: string | undefined,
  format: string,
  limit: number | undefined,
  store: string = defaultHistory(),
): void {
  const all = historyRows(store, format === 'table' ? headlineMetrics : undefined)
  const asked = selector === undefined ? null : parseSelector(selector)
  const meant = asked === null ? newestFirst(all) : selectRows(all, everyVerdict(asked), Date.now())
  const rows = meant.slice(0, limit)
  if (format === 'json') return void process.stdout.write(historyJson(historyDocument(store, rows)))
  if (format === 'csv') return void process.stdout.write(historyCsv(rows))
  if (asked !== null && rows.length === 0) {
    return tell(`No run in ${store} is ${printable(asked.text)}${nearSelector(all, asked)}.`)
  }
  for (const line of renderHistoryTable(rows, styleFor(process.stdout, process.env)))
    process.stdout.write(`${line}\n`)
  if (rows.length < meant.length) tell(`${meant.length - rows.length} more: --limit ${meant.length}`)
}

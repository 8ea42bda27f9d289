import { join, relative } from 'node:path'
import { everyVerdict } from '../analysis/history/every-verdict.ts'
import type { HistoryRow } from '../analysis/history/history-row.ts'
import { looksLikeSelector } from '../analysis/history/history-selector.ts'
import { newestFirst } from '../analysis/history/newest-first.ts'
import { parseSelector, selectRows } from '../analysis/history/select-rows.ts'
import { shortened, TareError } from '../errors.ts'
import { defaultHistory } from '../experiment/history/history-folder.ts'
import { readStoredRun } from '../experiment/history/store-run.ts'
import { historyRows } from './history-rows.ts'
import { printSummary } from './print-summary.ts'
import { tell } from './tell.ts'

/** Prints the result of a run, and returns the exit status that its verdict asks for. */
export async function showHistoryRun(
  wanted: string,
  format: string,
  store: string = defaultHistory(),
): Promise<number> {
  const row = wantedRow(historyRows(store, []), wanted, store)
  const path = join(store, row.folder)
  const { run } = readStoredRun(path)
  return printSummary(run.summary, relative(process.cwd(), path), format)
}

function wantedRow(rows: readonly HistoryRow[], wanted: string, store: string): HistoryRow {
  const meant = looksLikeSelector(wanted)
    ? selectRows(rows, everyVerdict(parseSelector(wanted)), Date.now())
    : newestFirst(rows.filter(({ run_id }) => run_id.startsWith(wanted)))
  const [first, second] = meant
  if (first !== undefined && (second === undefined || looksLikeSelector(wanted) || first.run_id === wanted)) {
    if (second !== undefined) tell(`The newest of ${meant.length}: ${first.run_id}`)
    return first
  }
  const quoted = JSON.stringify(shortened(wanted, 60))
  if (first !== undefined) {
    throw new TareError('usage', `${meant.length} runs begin with ${quoted}`, {
      hint: `Give more of the id, such as ${first.run_id}.`,
    })
  }
  throw new TareError('usage', `no run of ${store} is ${quoted}`, {
    hint: 'tare history list has their ids; a selector is such as label:nightly.',
  })
}

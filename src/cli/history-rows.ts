import type { HistoryRow } from '../analysis/history/history-row.ts'
import { TareError } from '../errors.ts'
import { readHistory } from '../experiment/history/read-history.ts'
import { printable } from '../report/printable.ts'
import { tell } from './tell.ts'

/** The runs of a history, with these metrics or all. Throws TareError 'folder' when it has none. */
export function historyRows(store: string, metrics?: readonly string[]): readonly HistoryRow[] {
  const rows = readHistory(store, (line) => tell(printable(line)), metrics === undefined ? {} : { metrics })
  if (rows.length > 0) return rows
  throw new TareError('folder', `there are no runs in the history ${store}`, {
    hint: 'tare history add RUN adds some; another history is named by --history, or TARE_HISTORY.',
  })
}

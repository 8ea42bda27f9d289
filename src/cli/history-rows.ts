import type { HistoryRow } from '../analysis/history/history-row.ts'
import type { HistorySelector } from '../analysis/history/select-rows.ts'
import { TareError } from '../errors.ts'
import { foldersIn } from '../experiment/comparison/runs-in-folder.ts'
import { historyFolder } from '../experiment/history/history-folder.ts'
import { readHistory } from '../experiment/history/read-history.ts'
import { didYouMean } from '../plan/nearest.ts'
import { printable } from '../report/printable.ts'
import { tell } from './tell.ts'

/** The runs of a history, with these metrics or all. Throws TareError 'folder' when it has none. */
export function historyRows(store: string, metrics?: readonly string[]): readonly HistoryRow[] {
  const rows = readHistory(store, (line) => tell(printable(line)), metrics === undefined ? {} : { metrics })
  if (rows.length > 0) return rows
  const isIndexLost = foldersIn(historyFolder(store).runs).length > 0
  throw new TareError(
    'folder',
    `there are no runs in the ${isIndexLost ? 'index of the ' : ''}history ${store}`,
    {
      hint: isIndexLost
        ? 'There are folders of runs: tare history rebuild makes the index again from them.'
        : 'tare history add RUN adds some; another history is named by --history, or TARE_HISTORY.',
    },
  )
}

/** What a selector that means none may have meant: `; did you mean label:nightly?`; empty where nothing is near. */
export function nearSelector(rows: readonly HistoryRow[], { label, branch }: HistorySelector): string {
  const near = (word: 'label' | 'branch', given: string | null): string => {
    if (given === null || rows.some((row) => row[word] === given)) return ''
    const known = new Set(rows.map((row) => row[word]).filter((value) => value !== null))
    return didYouMean(
      `${word}:${given}`,
      Array.from(known, (value) => `${word}:${value}`),
    )
  }
  return near('label', label) || near('branch', branch)
}

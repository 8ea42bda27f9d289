import { join } from 'node:path'
import { parseSelector, selectRows } from '../../analysis/history/select-rows.ts'
import { readHistory } from '../history/read-history.ts'
import { readStoredRun } from '../history/store-run.ts'
import { type ReadRuns, readRuns } from './read-runs.ts'

/**
 * The runs of a history that a selector picks, with their cells' axes; none where there is no history. Throws TareError 'usage' for a bad
 * selector.
 */
export function runsOfHistory(store: string, selector: string): ReadRuns {
  const rows = selectRows(
    readHistory(store, () => {}, { metrics: [] }),
    parseSelector(selector),
    Date.now(),
  )
  return readRuns(
    rows.map(({ folder }) => join(store, folder)),
    (path) => readStoredRun(path).run,
  )
}

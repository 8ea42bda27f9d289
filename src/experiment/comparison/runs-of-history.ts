import { join } from 'node:path'
import { everyVerdict as withEveryVerdict } from '../../analysis/history/every-verdict.ts'
import { parseSelector, selectRows } from '../../analysis/history/select-rows.ts'
import { readHistory } from '../history/read-history.ts'
import { readStoredRun } from '../history/store-run.ts'
import { type ReadRuns, readRuns } from './read-runs.ts'

/**
 * The runs of a history that a selector picks, `everyVerdict` INVALID ones too, with their cells' axes; none where there is no history. What damaged segments of its index
 * list may be among them, and is named. Throws TareError 'usage' for a bad selector.
 */
export function runsOfHistory(store: string, selector: string, everyVerdict: boolean): ReadRuns {
  const damage: string[] = []
  const all = readHistory(store, (line) => damage.push(line), { metrics: [] })
  const parsed = parseSelector(selector)
  const rows = selectRows(all, everyVerdict ? withEveryVerdict(parsed) : parsed, Date.now())
  const { runs, unreadable } = readRuns(
    rows.map(({ folder }) => join(store, folder)),
    (path) => readStoredRun(path).run,
  )
  if (damage.length === 0) return { runs, unreadable }
  return { runs, unreadable: [...unreadable, `what the index of ${store} has lost: ${damage.join('; ')}`] }
}

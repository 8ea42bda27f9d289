import { parseAgeMs } from '../analysis/history/parse-age.ts'
import { parseSelector } from '../analysis/history/select-rows.ts'
import { TareError } from '../errors.ts'
import { defaultHistory } from '../experiment/history/history-folder.ts'
import { pruneHistory, whatToPrune } from '../experiment/history/prune-history.ts'
import { formatQuantity } from '../report/format-number.ts'
import { historyRows } from './history-rows.ts'
import { historyRunFacts } from './history-run-facts.ts'
import { tell } from './tell.ts'

interface PruneFlags {
  readonly history?: string
  readonly olderThan?: string
  readonly lastOfLabel?: boolean
  readonly yes?: boolean
}

/** Says what goes, and with `yes` removes it. */
export function prune(selector: string | undefined, keep: number | undefined, flags: PruneFlags): void {
  const store = flags.history ?? defaultHistory()
  const meant = selector === undefined ? null : parseSelector(selector)
  if (meant !== null && meant.latest !== null) {
    throw new TareError('usage', 'latest says which runs are newest, and the newest are what prune keeps', {
      hint: `Leave latest out, and give --keep ${meant.latest}.`,
    })
  }
  const request = {
    selector: meant,
    keep: keep ?? null,
    olderThanMs: flags.olderThan === undefined ? null : parseAgeMs(flags.olderThan, '--older-than'),
    lastOfLabel: flags.lastOfLabel === true,
  }
  const { going, spared } = whatToPrune(historyRows(store, []), request, Date.now())
  for (const row of going) process.stdout.write(`${row.run_id}${historyRunFacts(row)}\n`)
  for (const row of spared)
    tell(`${row.run_id} stays: the last of its label${historyRunFacts(row)} (--last-of-label)`)
  if (flags.yes !== true) {
    tell(`${formatQuantity(going.length, 'run')} would go. Nothing was removed: add --yes.`)
    return
  }
  pruneHistory(store, going)
  tell(`${formatQuantity(going.length, 'run')} removed.`)
}

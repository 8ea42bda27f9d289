import { join, relative } from 'node:path'
import { historyDocument } from '../analysis/history/history-document.ts'
import type { HistoryRow } from '../analysis/history/history-row.ts'
import { looksLikeSelector } from '../analysis/history/history-selector.ts'
import { newestFirst } from '../analysis/history/newest-first.ts'
import { parseAgeMs } from '../analysis/history/parse-age.ts'
import { type HistorySelector, parseSelector, selectRows } from '../analysis/history/select-rows.ts'
import { shortened, TareError } from '../errors.ts'
import { historyCsv } from '../experiment/history/history-csv.ts'
import { defaultHistory } from '../experiment/history/history-folder.ts'
import { addToHistory, readHistory } from '../experiment/history/history-store.ts'
import { pruneHistory, whatToPrune } from '../experiment/history/prune-history.ts'
import { resolveCommit } from '../experiment/history/resolve-commit.ts'
import { readStoredRun } from '../experiment/history/store-run.ts'
import { formatQuantity } from '../report/format-number.ts'
import { renderHistoryTable } from '../report/history-table.ts'
import { printable } from '../report/printable.ts'
import { styleFor } from '../report/style.ts'
import { printSummary } from './print-summary.ts'
import { tell } from './tell.ts'

/** What `add` may be told of runs. */
interface GivenFacts {
  readonly history?: string
  readonly label?: string
  readonly branch?: string
  readonly commit?: string
  readonly withoutRecords?: boolean
}

/** Adds runs, and says of each what became of it. */
export async function addedLines(runs: readonly string[], flags: GivenFacts): Promise<readonly string[]> {
  const { history = defaultHistory(), commit, ...given } = flags
  const { added, present, unreadable } = addToHistory(history, runs, {
    ...given,
    ...(commit === undefined ? {} : known(resolveCommit(commit))),
  })
  for (const sentence of unreadable) tell(`left out: ${printable(sentence)}`)
  return [
    ...added.map((row) => `${row.run_id} added to ${history}${called(row)}`),
    ...present.map((id) => `${id} is there already`),
  ]
}

function known({ commit, committedAt }: ReturnType<typeof resolveCommit>): {
  readonly commit: string
  readonly committedAt?: string
} {
  return committedAt === null ? { commit } : { commit, committedAt }
}

function called({ label, cell, verdict }: HistoryRow): string {
  const facts = [
    ...(label === null ? [] : [`label ${printable(label)}`]),
    ...(cell === null ? [] : [`cell ${printable(cell)}`]),
    ...(verdict === 'INVALID' ? ['INVALID: no baseline'] : []),
  ]
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`
}

/** Prints the runs of a history that are meant, newest first. */
export async function printHistory(
  selector: string | undefined,
  format: string,
  limit: number | undefined,
  store: string = defaultHistory(),
): Promise<void> {
  const all = readRows(store)
  const meant = selector === undefined ? newestFirst(all) : chosen(all, parseSelector(selector))
  const rows = meant.slice(0, limit)
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(historyDocument(store, rows), null, 2)}\n`)
    return
  }
  if (format === 'csv') return void process.stdout.write(historyCsv(rows))
  if (rows.length === 0) return tell(`No run in ${store} is ${selector}.`)
  for (const line of renderHistoryTable(rows, styleFor(process.stdout, process.env)))
    process.stdout.write(`${line}\n`)
  if (rows.length < meant.length) tell(`${meant.length - rows.length} more: --limit ${meant.length}`)
}

/** Lists have INVALID runs too, unless they are asked for others. */
function chosen(rows: readonly HistoryRow[], selector: HistorySelector): readonly HistoryRow[] {
  const verdicts = selector.verdicts ?? ['VALID', 'SUSPECT', 'INVALID']
  return selectRows(rows, { ...selector, verdicts }, Date.now())
}

/** Prints the result of a run, and returns the exit status that its verdict asks for. */
export async function showRun(
  wanted: string,
  format: string,
  store: string = defaultHistory(),
): Promise<number> {
  const row = wantedRow(readRows(store), wanted, store)
  const path = join(store, row.folder)
  const { run } = readStoredRun(path)
  return printSummary(run.summary, relative(process.cwd(), path), format)
}

function wantedRow(rows: readonly HistoryRow[], wanted: string, store: string): HistoryRow {
  const meant = looksLikeSelector(wanted)
    ? chosen(rows, parseSelector(wanted))
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

interface PruneFlags {
  readonly history?: string
  readonly olderThan?: string
  readonly lastOfLabel?: boolean
  readonly yes?: boolean
}

/** Says what goes, and with `yes` removes it. */
export async function prune(
  selector: string | undefined,
  keep: number | undefined,
  flags: PruneFlags,
): Promise<void> {
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
    olderThanMs: flags.olderThan === undefined ? null : parseAgeMs(flags.olderThan),
    lastOfLabel: flags.lastOfLabel === true,
  }
  const { going, spared } = whatToPrune(readRows(store), request, Date.now())
  for (const row of going) process.stdout.write(`${row.run_id}${called(row)}\n`)
  for (const row of spared) tell(`${row.run_id} stays: the last of its label${called(row)} (--last-of-label)`)
  if (flags.yes !== true) {
    tell(`${formatQuantity(going.length, 'run')} would go. Nothing was removed: add --yes.`)
    return
  }
  pruneHistory(store, going)
  tell(`${formatQuantity(going.length, 'run')} removed.`)
}

function readRows(store: string): readonly HistoryRow[] {
  const rows = readHistory(store, (line) => tell(printable(line)))
  if (rows.length > 0) return rows
  throw new TareError('folder', `there are no runs in the history ${store}`, {
    hint: 'tare history add RUN adds some; another history is named by --history, or TARE_HISTORY.',
  })
}

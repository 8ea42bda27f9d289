import { addToHistory } from '../experiment/history/add-to-history.ts'
import { defaultHistory } from '../experiment/history/history-folder.ts'
import { resolveCommit } from '../experiment/history/resolve-commit.ts'
import { printable } from '../report/printable.ts'
import { historyRunFacts } from './history-run-facts.ts'
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
export function addedLines(runs: readonly string[], flags: GivenFacts): readonly string[] {
  const { history = defaultHistory(), commit, ...given } = flags
  const { added, present, unreadable } = addToHistory(history, runs, {
    ...given,
    ...(commit === undefined ? {} : known(resolveCommit(commit))),
  })
  for (const sentence of unreadable) tell(`left out: ${printable(sentence)}`)
  return [
    ...added.map((row) => `${row.run_id} added to ${history}${historyRunFacts(row)}`),
    ...present.map((id) => `${id} is there already`),
  ]
}

function known({ commit, committedAt }: ReturnType<typeof resolveCommit>): {
  readonly commit: string
  readonly committedAt?: string
} {
  return committedAt === null ? { commit } : { commit, committedAt }
}

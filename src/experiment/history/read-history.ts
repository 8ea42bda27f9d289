import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { historyFolder } from './history-folder.ts'
import { type HistoryIndex, readIndex } from './read-index.ts'

export interface ReadHistoryOptions {
  /** Metrics that the rows are to have, by name, which costs less than all of them; by default all. */
  readonly metrics?: readonly string[]
}

/**
 * All runs of a history, in no order; none where there is no history yet. Segments that can't be read are left out, each told in a
 * sentence. Throws TareError 'folder' when the folder can't be listed.
 */
export function readHistory(
  store: string,
  tell: (line: string) => void = () => {},
  { metrics }: ReadHistoryOptions = {},
): readonly HistoryRow[] {
  const index = readIndex(historyFolder(store), metrics)
  for (const line of damageIn(index)) tell(line)
  return index.rows
}

/** What a person should know of segments that aren't read. */
function damageIn({ damaged }: HistoryIndex): readonly string[] {
  if (damaged.length === 0) return []
  const each = damaged.map(({ name, reason }) => `index/${name} is left out: ${reason}`)
  return [...each, 'tare history rebuild makes the index again from the runs']
}

import { join, resolve } from 'node:path'

/** The files of a history. No file is changed once it is written, and none is renamed. */
export interface HistoryFolder {
  readonly path: string
  /** A folder a run, by its id. */
  readonly runs: string
  /** Segments of the index, of which all together say what runs there are. */
  readonly index: string
}

export function historyFolder(store: string): HistoryFolder {
  const path = resolve(store)
  return { path, runs: join(path, 'runs'), index: join(path, 'index') }
}

/** Where the history is when nobody says: `$TARE_HISTORY`, else `tare-history` in the working directory. */
export function defaultHistory(env: NodeJS.ProcessEnv = process.env): string {
  return env.TARE_HISTORY || 'tare-history'
}

/** Whether a run's id can name its folder: it stays in the store on any system. */
export function isRunId(id: unknown): id is string {
  return typeof id === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*$/.test(id) && id.length <= 120
}

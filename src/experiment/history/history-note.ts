/** history.json in a run's folder of the store: what is known of the run that its own files don't say. */
export interface HistoryNote {
  readonly schema: 'tare.history-note/1'
  readonly added_at: string
  readonly label: string | null
  readonly branch: string | null
  readonly commit: string | null
  readonly committed_at: string | null
  /** Its cell of a sweep, by name and by axes; null and none where it is of no sweep. */
  readonly cell: string | null
  readonly axes: Readonly<Record<string, string | number | boolean>>
}

/** Flags of `compare`, as commander gives them. */
export interface CompareFlags {
  readonly metric?: readonly string[]
  readonly deciles?: string
  readonly effect?: number
  readonly runSd?: number
  readonly force?: boolean
  readonly history?: string
  readonly format: 'table' | 'markdown' | 'json' | 'csv'
}

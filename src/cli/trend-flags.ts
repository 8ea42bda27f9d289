/** What `tare trend` was given. */
export interface TrendFlags {
  readonly history?: string
  readonly metric?: readonly string[]
  readonly since?: string
  readonly minMagnitude?: readonly string[]
  readonly format: 'table' | 'markdown' | 'json' | 'csv'
  readonly failOnChange?: boolean
}

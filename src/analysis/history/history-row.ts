/** A run in the index of a history: what lists, baselines and trends need without opening its folder. */
export interface HistoryRow {
  readonly run_id: string
  /** Folder of the run, relative to the store. */
  readonly folder: string
  readonly added_at: string
  readonly started_at: string
  readonly label: string | null
  readonly branch: string | null
  readonly commit: string | null
  /** When the commit was made; null outside a repository. */
  readonly committed_at: string | null
  /** What was measured: equal for runs of one plan (target, load, workload), whatever their seeds. */
  readonly scenario: string
  readonly scenario_in_words: string
  readonly cell: string | null
  /** Fingerprint of the client's machine: series never cross it. */
  readonly machine: string
  readonly machine_in_words: string
  readonly tare_version: string
  /** Of the embedded simulator: it tells a machine that changed from a server that did. */
  readonly canary: boolean
  readonly verdict: 'VALID' | 'SUSPECT' | 'INVALID'
  /** Names of the metrics that failed checks of an INVALID run touch, joined by spaces; null of other runs, and where nobody has said which. */
  readonly invalid: string | null
  /** Names of the metrics that the run doesn't resolve by itself (`Resolution.unresolved_value`), joined by spaces; null for none. */
  readonly unresolved: string | null
  /** By name as comparisons spell them, resolved or not; null where the run has none. */
  readonly metrics: Readonly<Record<string, number | null>>
}

/** Whether a list of metrics in a row has this one. */
export function hasName(list: string | null, metric: string): boolean {
  return list?.split(' ').includes(metric) ?? false
}

/** Whether a run's figure may be believed: also of a run that is INVALID in others. */
export function isBelieved(
  { verdict, invalid }: Pick<HistoryRow, 'verdict' | 'invalid'>,
  metric: string,
): boolean {
  return verdict !== 'INVALID' || (invalid !== null && !hasName(invalid, metric))
}

/** Version of the index's columns. */
export const indexSchema = 'tare.history-index/1'

/** Keys of a segment's own metadata. */
export const segmentKeys = {
  schema: 'tare.schema',
  /** Names of the segments that this one stands for, joined by commas. */
  replaces: 'tare.replaces',
  /** So that no two segments have the same bytes, and with them the same name. */
  nonce: 'tare.nonce',
} as const

/** Before the name of a metric: `metric.ttft.p99`. */
export const metricPrefix = 'metric.'

/** Texts of a row of the index, beside its kind, tag and run_id; empty where the row takes a run back. */
export const textColumns = [
  'folder',
  'added_at',
  'started_at',
  'label',
  'branch',
  'commit',
  'committed_at',
  'scenario',
  'scenario_in_words',
  'cell',
  'machine',
  'machine_in_words',
  'tare_version',
  'verdict',
  'invalid',
  'unresolved',
] as const

export type TextColumn = (typeof textColumns)[number]

import { comparedMetrics } from '../comparison/compared-metric.ts'
import { type JsonSchema, objectSchema } from '../object-schema.ts'
import type { HistoryRow } from './history-row.ts'

/** What `tare history list --format json` prints. */
export interface HistoryDocument {
  readonly schema: 'tare.history/1'
  readonly history: string
  readonly rows: readonly HistoryRow[]
}

export function historyDocument(history: string, rows: readonly HistoryRow[]): HistoryDocument {
  return { schema: 'tare.history/1', history, rows }
}

/** JSON Schema (2020-12) of that, its metrics from the list of what can be compared. */
export function historySchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tare:schema:history:1',
    title: 'Tare history',
    description: 'Runs of a history, as tare history list --format json prints them, version tare.history/1.',
    ...objectSchema({
      schema: { description: 'Version of this format.', const: 'tare.history/1' },
      history: { description: 'Folder of the history, as it was given.', type: 'string' },
      rows: { description: 'A row a run, newest first.', type: 'array', items: rowSchema() },
    }),
  }
}

function rowSchema(): JsonSchema {
  const metrics = comparedMetrics.map(({ name, unit }): [string, JsonSchema] => [
    name,
    { description: `${name}${inUnit[unit]}; null where the run has none.`, type: ['number', 'null'] },
  ])
  return objectSchema({
    run_id: text('Id of the run.'),
    folder: text('Folder of the run, relative to the history’s.'),
    added_at: time('When it was added.'),
    started_at: time('When it began.'),
    label: orNull('Label, given with the run or as it was added.'),
    branch: orNull('Branch that the folder was on in which it was started.'),
    commit: orNull('Commit of that folder.'),
    committed_at: orNull('When the commit was made, UTC.'),
    scenario: text('Hash of what was measured: target without its host, load and workload without seeds.'),
    scenario_in_words: text('The same for people.'),
    cell: orNull('Cell of a sweep: batch_size=4,concurrency=8.'),
    machine: text('Fingerprint of the client’s machine: CPU model, cores, memory, limits.'),
    machine_in_words: text('The same for people.'),
    tare_version: text('Version of Tare that made the run.'),
    canary: { description: 'Whether it is of the embedded simulator.', type: 'boolean' },
    verdict: { description: 'Whether it can be believed.', enum: ['VALID', 'SUSPECT', 'INVALID'] },
    invalid: orNull(
      'Names, joined by spaces, of the metrics that failed checks of an INVALID run touch; null of other runs, and in an older index.',
    ),
    unresolved: orNull(
      'Names, joined by spaces, of the metrics that the run doesn’t resolve by itself: what its sample has there is of use beside that of other runs only.',
    ),
    metrics: {
      description: 'What runs are compared by.',
      ...objectSchema(Object.fromEntries(metrics)),
      // An older or newer Tare may have known others.
      required: [],
      additionalProperties: { type: ['number', 'null'] },
    },
  })
}

const inUnit = { ms: ', ms', per_s: '', share: ', a share of 1' } as const

function text(description: string): JsonSchema {
  return { description, type: 'string' }
}

function time(description: string): JsonSchema {
  return { description: `${description} UTC.`, type: 'string' }
}

function orNull(description: string): JsonSchema {
  return { description: `${description} null when that isn’t known.`, type: ['string', 'null'] }
}

import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { HistoryRow } from '../../analysis/history/history-row.ts'
import type { IndexEntry } from './index-entry.ts'
import { indexSchema, metricPrefix, segmentKeys, textColumns } from './segment-format.ts'

type ColumnSource = Parameters<typeof schemaFromColumnData>[0]['columnData'][number]

/** The bytes of a segment: a Parquet file with a row an entry, which names the segments that it stands for. */
export function encodeSegment(entries: readonly IndexEntry[], replaces: readonly string[]): Uint8Array {
  const rows = entries.map((entry) => (entry.kind === 'added' ? entry.row : null))
  const metrics = new Set(rows.flatMap((row) => (row === null ? [] : Object.keys(row.metrics))))
  const columnData: ColumnSource[] = [
    text(
      'kind',
      entries.map(({ kind }) => kind),
    ),
    text(
      'tag',
      entries.map(({ tag }) => tag),
    ),
    text(
      'run_id',
      entries.map((entry) => (entry.kind === 'added' ? entry.row.run_id : entry.runId)),
    ),
    ...textColumns.map((name) =>
      text(
        name,
        rows.map((row) => row?.[name] ?? null),
      ),
    ),
    { name: 'canary', data: rows.map((row) => row?.canary ?? null), type: 'BOOLEAN', nullable: true },
    ...Array.from(metrics, (name) => number(name, rows)),
  ]
  const writer = new ByteWriter()
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData }),
    statistics: false,
    kvMetadata: [
      { key: segmentKeys.schema, value: indexSchema },
      { key: segmentKeys.replaces, value: replaces.join(',') },
    ],
    createdBy: 'tare',
  })
  void parquet.write({ columnData, rowGroupSize: Math.max(1, entries.length) })
  void parquet.finish()
  return writer.getBytes()
}

function text(name: string, data: (string | null)[]): ColumnSource {
  return { name, data, type: 'STRING', nullable: true }
}

function number(name: string, rows: readonly (HistoryRow | null)[]): ColumnSource {
  const data = rows.map((row) => row?.metrics[name] ?? null)
  return { name: metricPrefix + name, data, type: 'DOUBLE', nullable: true }
}

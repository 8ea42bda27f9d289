import { type DecodedArray, type FileMetaData, parquetMetadata, parquetSchema } from 'hyparquet'
import { readColumn } from 'hyparquet/src/column.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { checkedRow, type RowValues } from './checked-row.ts'
import { isRunId } from './history-folder.ts'
import type { IndexEntry } from './index-entry.ts'
import { indexSchema, metricPrefix, segmentKeys, textColumns } from './segment-format.ts'

export interface Segment {
  readonly entries: readonly IndexEntry[]
  /** Names of the segments that it stands for. */
  readonly replaces: readonly string[]
}

/** Columns by their names. */
type Columns = ReadonlyMap<string, ArrayLike<unknown>>

const rowColumns = ['run_id', ...textColumns, 'canary'] as const

/** Reads a segment's bytes; of metrics only those that are wanted, or all. Throws an Error that says how they aren't one. */
export function decodeSegment(bytes: ArrayBuffer, wanted?: readonly string[]): Segment {
  const metadata = parquetMetadata(bytes)
  const said = (key: string): string =>
    metadata.key_value_metadata?.find((pair) => pair.key === key)?.value ?? ''
  const schema = said(segmentKeys.schema)
  if (schema !== indexSchema) throw new Error(`it is of schema ${schema || 'none'}, not ${indexSchema}`)
  const columns = readColumns(bytes, metadata, wanted)
  const readEntry = entryReader(columns)
  const entries = Array.from({ length: Number(metadata.num_rows) }, (_, at) => readEntry(at))
  return { entries, replaces: said(segmentKeys.replaces).split(',').filter(Boolean) }
}

/**
 * Columns, at once and in this thread: hyparquet's own reader gives promises for files that are elsewhere, and a list of runs is
 * wanted by much that needn't wait.
 */
function readColumns(
  bytes: ArrayBuffer,
  metadata: FileMetaData,
  wanted: readonly string[] | undefined,
): Columns {
  const tree = parquetSchema(metadata)
  const columns = new Map<string, ArrayLike<unknown>>()
  for (const { columns: chunks, num_rows } of metadata.row_groups) {
    const groupRows = Number(num_rows)
    for (const { meta_data: chunk } of chunks) {
      const name = chunk?.path_in_schema[0] ?? ''
      const leaf = tree.children.find(({ element }) => element.name === name)
      if (chunk === undefined || leaf === undefined) throw new Error('a column has no place in its schema')
      if (wanted !== undefined && name.startsWith(metricPrefix) && !wanted.includes(metricOf(name))) continue
      const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset)
      const { data } = readColumn(
        { view: new DataView(bytes, start, Number(chunk.total_compressed_size)), offset: 0 },
        { groupStart: 0, selectStart: 0, selectEnd: groupRows, groupRows },
        {
          ...chunk,
          pathInSchema: [name],
          element: leaf.element,
          schemaPath: [tree, leaf],
          parsers: DEFAULT_PARSERS,
        },
      )
      const values = joined(data)
      if (values.length !== groupRows || columns.has(name)) throw new Error(`column ${name} is cut short`)
      columns.set(name, values)
    }
  }
  return columns
}

function joined(parts: readonly DecodedArray[]): ArrayLike<unknown> {
  const [only] = parts
  if (parts.length === 1) return only as ArrayLike<unknown>
  return parts.flatMap((part) => Array.from(part as ArrayLike<unknown>))
}

/** Reads the entry of a row. */
function entryReader(columns: Columns): (at: number) => IndexEntry {
  const [kinds, tags, runIds] = ['kind', 'tag', 'run_id'].map((name) => columns.get(name))
  const facts = rowColumns.map((name) => [name, columns.get(name)] as const)
  const metrics = Array.from(columns).flatMap(([name, values]) =>
    name.startsWith(metricPrefix) ? [[metricOf(name), values] as const] : [],
  )
  // One for all rows, as each is checked and copied at once.
  const values: Partial<Record<keyof RowValues, unknown>> = {}
  const noFigures = emptyFigures(metrics.map(([name]) => name))
  return (at) => {
    const kind = kinds?.[at]
    const tag = tags?.[at]
    const runId = runIds?.[at]
    if (typeof tag !== 'string') throw new Error(`row ${at} has no tag`)
    if (kind === 'removed' && isRunId(runId)) return { kind, tag, runId }
    if (kind !== 'added') throw new Error(`row ${at} is of no known kind`)
    for (const [name, column] of facts) values[name] = column?.[at]
    const figures = { ...noFigures }
    for (const [name, column] of metrics) figures[name] = figureOf(column[at])
    return { kind, tag, row: checkedRow(values as RowValues, figures) }
  }
}

/**
 * An object to copy and fill: each that is built a name at a time costs V8 a dictionary, and ten thousand of these half a second. What
 * JSON.parse gives has the layout of a literal.
 */
function emptyFigures(names: readonly string[]): Record<string, number | null> {
  return JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null]))))
}

function metricOf(column: string): string {
  return column.slice(metricPrefix.length)
}

function figureOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

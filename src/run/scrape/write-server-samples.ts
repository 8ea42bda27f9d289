import type { RunFolder } from '../run-folder.ts'
import { writeSpooledRows } from '../write-spooled-rows.ts'
import { decodedValue, type SpooledLine, serverSamplesSpoolPath } from './server-samples-spool.ts'

/** A row of server-samples.parquet. */
export interface ServerSampleRow {
  readonly atNs: number
  readonly errorBoundNs: number
  readonly name: string
  /** As a JSON object. */
  readonly labels: string
  readonly type: string
  /** Null: the series is gone. */
  readonly value: number | null
}

/**
 * The rows that each scrape begins with, made by Tare: 1 when it was answered and 0 when not, with what kept it in the label
 * `failure`; how many series it found, and how many lines it couldn't use.
 */
export const scrapeRowNames = {
  answered: 'tare_scrape_answered',
  series: 'tare_scrape_series',
  refused: 'tare_scrape_refused',
} as const

/** Turns what the scraper spooled into server-samples.parquet, as `writeSpooledRows` does. */
export function writeServerSamples(folder: RunFolder): void {
  writeSpooledRows<SpooledLine, ServerSampleRow>({
    spool: serverSamplesSpoolPath(folder),
    file: folder.serverSamples,
    rowsPerGroup: 65_536,
    rowsOf: createRowsOf(),
    columnsOf: columnData,
  })
}

/** The rows of each line of a spool, one line after the other. */
function createRowsOf(): (line: SpooledLine) => readonly ServerSampleRow[] {
  const series = new Map<number, Pick<ServerSampleRow, 'name' | 'labels' | 'type'>>()
  let times: Pick<ServerSampleRow, 'atNs' | 'errorBoundNs'> | null = null
  return (line) => {
    if (line.kind === 'scrape') {
      const at = { atNs: line.atNs, errorBoundNs: line.errorBoundNs }
      times = at
      const own = (name: string, value: number, labels = {}): ServerSampleRow => {
        return { ...at, name, labels: JSON.stringify(labels), type: 'gauge', value }
      }
      const { failure } = line
      return [
        own(scrapeRowNames.answered, failure === null ? 1 : 0, failure === null ? {} : { failure }),
        own(scrapeRowNames.series, line.series),
        own(scrapeRowNames.refused, line.refused),
      ]
    }
    if (line.kind === 'series')
      for (const [id, name, labels, type] of line.series) series.set(id, { name, labels, type })
    if (line.kind !== 'values' || times === null) return []
    const at = times
    return line.values.flatMap(([id, value]) => {
      const known = series.get(id)
      return known === undefined || isOwn(known.name) ? [] : [{ ...at, ...known, value: decodedValue(value) }]
    })
  }
}

/** What a server may not call its metrics: they would pass for the rows that a scrape begins with. */
function isOwn(name: string): boolean {
  return name.startsWith('tare_scrape_')
}

interface SampleColumnData {
  readonly name: string
  readonly data: (number | string | null)[]
  readonly type: 'DOUBLE' | 'STRING'
  readonly nullable: boolean
}

function columnData(rows: readonly ServerSampleRow[]): SampleColumnData[] {
  const column = (
    name: string,
    type: SampleColumnData['type'],
    read: (row: ServerSampleRow) => number | string | null,
    nullable = false,
  ): SampleColumnData => ({ name, data: rows.map(read), type, nullable })
  return [
    column('at_ns', 'DOUBLE', ({ atNs }) => Math.round(atNs)),
    column('error_bound_ns', 'DOUBLE', ({ errorBoundNs }) => Math.ceil(errorBoundNs)),
    column('name', 'STRING', ({ name }) => name),
    column('labels', 'STRING', ({ labels }) => labels),
    column('type', 'STRING', ({ type }) => type),
    column('value', 'DOUBLE', ({ value }) => value, true),
  ]
}

import { closeSync, existsSync, openSync } from 'node:fs'
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { writeFailure } from '../../record/write-bytes.ts'
import { scanLines } from '../../workload/scan-lines.ts'
import type { RunFolder } from '../run-folder.ts'
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

const rowsPerGroup = 65_536

/**
 * Turns what the scraper spooled into server-samples.parquet; without a spool there is no file. A line cut short by a crash is
 * left out. Throws TareError 'resources' when the disk won't take it.
 */
export function writeServerSamples(folder: RunFolder): void {
  const spool = serverSamplesSpoolPath(folder)
  if (!existsSync(spool)) return
  const fd = openSync(spool, 'r')
  try {
    const parquet = new ParquetWriter({
      writer: fileWriter(folder.serverSamples),
      schema: schemaFromColumnData({ columnData: columnData([]) }),
      createdBy: 'tare',
    })
    let rows: ServerSampleRow[] = []
    const writeGroup = (): void => {
      void parquet.write({ columnData: columnData(rows), rowGroupSize: rowsPerGroup })
      rows = []
    }
    const rowsOf = createRowsOf()
    scanLines(fd, spool, (line) => {
      rows.push(...rowsOf(line.toString('utf8')))
      if (rows.length >= rowsPerGroup) writeGroup()
    })
    if (rows.length > 0) writeGroup()
    void parquet.finish()
  } catch (cause) {
    throw writeFailure(folder.serverSamples, cause)
  } finally {
    closeSync(fd)
  }
}

/** The rows of each line of a spool, one line after the other. */
function createRowsOf(): (line: string) => readonly ServerSampleRow[] {
  const series = new Map<number, Pick<ServerSampleRow, 'name' | 'labels' | 'type'>>()
  let times: Pick<ServerSampleRow, 'atNs' | 'errorBoundNs'> | null = null
  return (text) => {
    const line = parsed(text)
    if (line?.kind === 'scrape') {
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
    if (line?.kind === 'series')
      for (const [id, name, labels, type] of line.series) series.set(id, { name, labels, type })
    if (line?.kind !== 'values' || times === null) return []
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

function parsed(line: string): SpooledLine | null {
  try {
    return JSON.parse(line) as SpooledLine
  } catch {
    return null
  }
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

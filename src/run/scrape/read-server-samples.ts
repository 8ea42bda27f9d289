import { existsSync } from 'node:fs'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { TareError } from '../../errors.ts'
import type { SampledSeries, ServerSamples } from '../../metrics/server/server-samples.ts'
import { Float64List } from '../../record/float64-list.ts'
import type { RunFolder } from '../run-folder.ts'
import { scrapeRowNames } from './write-server-samples.ts'

/** A row as the file has it. */
interface StoredRow {
  readonly at_ns: number
  readonly error_bound_ns: number
  readonly name: string
  readonly labels: string
  readonly type: string
  readonly value: number | null
}

/**
 * Reads a run's server-samples.parquet, a row group at a time; null for a run without one. Of its series those are kept whose
 * name is wanted. Throws TareError 'folder' for a file that is damaged.
 */
export async function readServerSamples(
  folder: RunFolder,
  isWanted: (name: string) => boolean,
): Promise<ServerSamples | null> {
  if (!existsSync(folder.serverSamples)) return null
  const builder = new SamplesBuilder(isWanted)
  try {
    const file = await asyncBufferFromFile(folder.serverSamples)
    const metadata = await parquetMetadataAsync(file)
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd })
      for (const row of rows) builder.add(row as unknown as StoredRow)
      rowStart = rowEnd
    }
    return builder.build()
  } catch (cause) {
    throw new TareError('folder', `${folder.serverSamples} is damaged: ${(cause as Error).message}`, {
      hint: "Without the file the report works too, but has none of the server's own figures.",
      cause,
    })
  }
}

interface SeriesList {
  readonly row: StoredRow
  readonly scrapes: Float64List
  readonly values: Float64List
}

class SamplesBuilder {
  readonly #isWanted: (name: string) => boolean
  /** Null: of no interest. */
  readonly #series = new Map<string, SeriesList | null>()
  readonly #atNs = new Float64List()
  readonly #errorBoundNs = new Float64List()
  readonly #continuous: number[] = []
  readonly #failures = new Map<string, number>()
  #answered = false
  #refused = 0
  #mostSeries = 0
  #appeared = 0
  #vanished = 0
  /** Series of the answered scrape before this one, and how many of them are gone. */
  #before = 0
  #gone = 0
  #found = 0

  constructor(isWanted: (name: string) => boolean) {
    this.#isWanted = isWanted
  }

  add(row: StoredRow): void {
    if (row.name === scrapeRowNames.answered) this.#begin(row)
    else if (row.name === scrapeRowNames.series) this.#countSeries(row.value ?? 0)
    else if (row.name === scrapeRowNames.refused) this.#refused += row.value ?? 0
    else this.#addValue(row)
  }

  build(): ServerSamples {
    this.#close()
    const series = [...this.#series.values()].flatMap((list): readonly SampledSeries[] =>
      list === null ? [] : [seriesOf(list)],
    )
    return {
      atNs: this.#atNs.values(),
      errorBoundNs: this.#errorBoundNs.values(),
      continuous: Uint8Array.from(this.#continuous),
      series,
      failures: this.#failures,
      mostSeries: this.#mostSeries,
      appeared: this.#appeared,
      vanished: this.#vanished,
      refused: this.#refused,
    }
  }

  #begin(row: StoredRow): void {
    this.#close()
    this.#answered = row.value === 1
    if (this.#answered) {
      this.#atNs.push(row.at_ns)
      this.#errorBoundNs.push(row.error_bound_ns)
      return
    }
    const { failure = 'no answer' } = JSON.parse(row.labels) as { failure?: string }
    this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1)
  }

  #countSeries(series: number): void {
    if (!this.#answered) return
    this.#found = series
    this.#mostSeries = Math.max(this.#mostSeries, series)
  }

  #addValue(row: StoredRow): void {
    const key = `${row.name} ${row.labels}`
    let list = this.#series.get(key)
    if (list === undefined) {
      list = this.#isWanted(row.name)
        ? { row, scrapes: new Float64List(4), values: new Float64List(4) }
        : null
      this.#series.set(key, list)
      if (this.#atNs.length > 1) this.#appeared++
    }
    if (row.value === null) {
      this.#gone++
      this.#vanished++
    }
    if (list === null) return
    // Those that a text which couldn't be read has lost are gone from the answer before.
    list.scrapes.push(Math.max(0, this.#atNs.length - 1))
    list.values.push(row.value ?? Number.NaN)
  }

  /** Ends what belongs to one scrape. */
  #close(): void {
    if (this.#answered) {
      this.#continuous.push(this.#before - this.#gone > 0 ? 1 : 0)
      this.#before = this.#found
      this.#gone = 0
    }
    this.#answered = false
  }
}

function seriesOf({ row, scrapes, values }: SeriesList): SampledSeries {
  const labels = new Map(Object.entries(JSON.parse(row.labels) as Record<string, string>))
  return { name: row.name, labels, type: row.type, scrapes: scrapes.values(), values: values.values() }
}

import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunFolder } from '../run-folder.ts'
import type { ExposedSeries } from './exposition-reader.ts'

/** What the scraper writes while the run lasts, a line each: what scraping cost and found, new series, and values. */
export type SpooledLine = SpooledScrape | SpooledSeries | SpooledValues

/** Begins what one scrape found. */
export interface SpooledScrape {
  readonly kind: 'scrape'
  /** The middle of the fetch, and half of what it took: the values are of some time within. */
  readonly atNs: number
  readonly errorBoundNs: number
  /** Why there are no values; null when there are. */
  readonly failure: string | null
  readonly series: number
  readonly refused: number
}

export interface SpooledSeries {
  readonly kind: 'series'
  readonly series: readonly (readonly [id: number, name: string, labels: string, type: string])[]
}

export interface SpooledValues {
  readonly kind: 'values'
  /** Null: the series is gone. A text for what JSON has no number for. */
  readonly values: readonly (readonly [id: number, value: number | string | null])[]
}

export function serverSamplesSpoolPath(folder: RunFolder): string {
  return join(folder.spool, 'server-samples.ndjson')
}

/** Values of a line: it stays below a reader's longest, labels of the greatest length included. */
const perLine = 500

/** Appends what scrapes found to the spool. A disk that is full loses samples here, and nothing else. */
export class ServerSamplesSpool {
  readonly #path: string
  readonly #defined = new Set<number>()

  constructor(folder: RunFolder) {
    this.#path = serverSamplesSpoolPath(folder)
  }

  write(
    scrape: Omit<SpooledScrape, 'kind'>,
    changed: readonly ExposedSeries[],
    gone: readonly ExposedSeries[],
  ): void {
    const lines: SpooledLine[] = [{ kind: 'scrape', ...scrape }]
    const unknown = changed.filter(({ id }) => !this.#defined.has(id))
    for (const some of chunks(unknown)) {
      lines.push({
        kind: 'series',
        series: some.map(({ id, name, labels, type }) => [id, name, labels, type]),
      })
    }
    for (const some of chunks(changed)) {
      lines.push({ kind: 'values', values: some.map(({ id, value }) => [id, encoded(value)]) })
    }
    for (const some of chunks(gone)) lines.push({ kind: 'values', values: some.map(({ id }) => [id, null]) })
    try {
      appendFileSync(this.#path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      for (const { id } of unknown) this.#defined.add(id)
    } catch {
      // The worker's own write will say that the disk is full.
    }
  }
}

function encoded(value: number): number | string {
  return Number.isFinite(value) ? value : String(value)
}

/** The reverse of how values are written. */
export function decodedValue(value: number | string | null): number | null {
  return value === null ? null : Number(value)
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += perLine) yield items.slice(from, from + perLine)
}

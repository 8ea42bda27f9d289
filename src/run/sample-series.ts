import { existsSync } from 'node:fs'
import {
  asyncBufferFromFile,
  type FileMetaData,
  type ParquetRow,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet'
import { TareError } from '../errors.ts'
import { Float64List } from '../record/float64-list.ts'
import type { HostSeries, WorkerSeries } from '../trust/evidence.ts'
import type { RunFolder } from './run-folder.ts'

/** What samples.parquet holds, by worker and for the machine. */
export interface SampleSeries {
  readonly workers: readonly WorkerSeries[]
  readonly host: HostSeries | null
}

type SeriesColumns<Series> = Readonly<Record<Exclude<keyof Series, 'worker'>, string>>

const workerColumns: SeriesColumns<WorkerSeries> = {
  atNs: 'at_ns',
  sent: 'sent',
  ended: 'ended',
  ok: 'ok',
  failed: 'failed',
  inFlight: 'in_flight',
  inFlightAreaNs: 'in_flight_area_ns',
  behindNs: 'behind_ns',
  cpuUserUs: 'cpu_user_us',
  cpuSystemUs: 'cpu_system_us',
  longestTurnNs: 'longest_turn_ns',
  turns: 'turns',
  reads: 'reads',
  tokenReads: 'token_reads',
  tokenEvents: 'token_events',
  gcNs: 'gc_ns',
  gcLongestNs: 'gc_longest_ns',
  runQueueNs: 'run_queue_ns',
  clockOffsetNs: 'clock_offset_ns',
}

const hostColumns: SeriesColumns<HostSeries> = {
  atNs: 'at_ns',
  cpuTotalUs: 'host_cpu_total_us',
  stealUs: 'host_steal_us',
  throttledUs: 'host_throttled_us',
  tcpRetransmits: 'host_tcp_retransmits',
  tcpSegmentsSent: 'host_tcp_segments_sent',
}

const wanted: readonly string[] = [
  ...new Set(['worker', ...Object.values(workerColumns), ...Object.values(hostColumns)]),
]

/**
 * Reads a run's samples.parquet, a row group at a time; a run without one has no series. What the file has no column
 * for (an older version wrote it), or is null in it, is NaN. Throws TareError 'folder' for a file that is damaged.
 */
export async function readSampleSeries(folder: RunFolder): Promise<SampleSeries> {
  if (!existsSync(folder.samples)) return { workers: [], host: null }
  const workers = new Map<number, SeriesBuilder>()
  const host = new SeriesBuilder(hostColumns)
  try {
    for await (const row of rowsOf(folder.samples)) {
      const worker: unknown = row.worker
      if (typeof worker !== 'number') host.add(row)
      else {
        if (!workers.has(worker)) workers.set(worker, new SeriesBuilder(workerColumns))
        workers.get(worker)?.add(row)
      }
    }
  } catch (cause) {
    throw new TareError('folder', `${folder.samples} is damaged: ${(cause as Error).message}`, {
      hint: 'Without the file the report works too, but says less of the client.',
      cause,
    })
  }
  return {
    workers: [...workers]
      .sort(([a], [b]) => a - b)
      .map(([worker, series]): WorkerSeries => ({ worker, ...series.build<Omit<WorkerSeries, 'worker'>>() })),
    host: host.length === 0 ? null : host.build<HostSeries>(),
  }
}

async function* rowsOf(path: string): AsyncGenerator<ParquetRow> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const columns = columnsOf(metadata)
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    yield* await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd })
    rowStart = rowEnd
  }
}

function columnsOf({ schema }: FileMetaData): string[] {
  const names = schema.map(({ name }) => name)
  for (const name of ['at_ns', 'worker']) {
    if (!names.includes(name)) throw new Error(`it has no column ${name}`)
  }
  return wanted.filter((name) => names.includes(name))
}

class SeriesBuilder {
  readonly #lists: readonly (readonly [field: string, column: string, list: Float64List])[]

  constructor(columns: Readonly<Record<string, string>>) {
    this.#lists = Object.entries(columns).map(([field, column]) => [field, column, new Float64List()])
  }

  get length(): number {
    return this.#lists[0]![2].length
  }

  add(row: ParquetRow): void {
    for (const [, column, list] of this.#lists) {
      const value: unknown = row[column]
      list.push(typeof value === 'number' ? value : Number.NaN)
    }
  }

  build<Series>(): Series {
    return Object.fromEntries(this.#lists.map(([field, , list]) => [field, list.values()])) as Series
  }
}

import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { writeFailure } from '../record/write-bytes.ts'
import type { WorkerFigures } from '../worker/worker-figures.ts'
import { scanLines } from '../workload/scan-lines.ts'
import type { RunFolder } from './run-folder.ts'

/** Figures as they come in while the run lasts, a line each. */
export function samplesSpoolPath(folder: RunFolder): string {
  return join(folder.spool, 'samples.ndjson')
}

/** A column of samples.parquet; all are whole numbers, as doubles. */
export interface SampleColumn {
  readonly name: string
  /** Null for plain counts and identities. */
  readonly unit: 'ns' | 'us' | 'bytes' | 'tokens' | null
  readonly meaning: string
  readonly read: (figures: WorkerFigures) => number
}

function column(
  name: string,
  unit: SampleColumn['unit'],
  meaning: string,
  read: SampleColumn['read'],
): SampleColumn {
  return { name, unit, meaning, read }
}

const sinceLast = 'since the last row of this worker'

/** Columns of samples.parquet: one row a worker and report, some four a second. */
export const sampleColumns: readonly SampleColumn[] = [
  column('at_ns', 'ns', "When the worker took these figures, since the run's epoch.", (f) => f.atNs),
  column('worker', null, 'Number of the worker, from 0.', (f) => f.worker),
  column('sent', null, 'Requests sent so far.', (f) => f.sent),
  column('ended', null, 'Requests ended so far, whatever their end.', (f) => f.ended),
  column('ok', null, 'Requests ended ok so far.', (f) => f.ok),
  column('failed', null, 'Requests ended otherwise so far.', (f) => f.failed),
  column('in_flight', null, 'Requests sent and not ended.', (f) => f.inFlight),
  column('output_tokens', 'tokens', 'Output tokens of the requests ended so far.', (f) => f.tokens),
  column(
    'behind_ns',
    'ns',
    'How late the earliest send is that waits for --max-concurrency; 0 when none does.',
    (f) => f.behindNs,
  ),
  column('cpu_user_us', 'us', "The worker's processor time in user space so far.", (f) => f.cpuUserUs),
  column('cpu_system_us', 'us', "The worker's processor time in the kernel so far.", (f) => f.cpuSystemUs),
  column('rss_bytes', 'bytes', "The worker's resident memory.", (f) => f.rssBytes),
  column('longest_turn_ns', 'ns', `Longest turn of its loop ${sinceLast}.`, (f) => f.longestTurnNs),
  column('turns', null, 'Turns of its loop so far.', (f) => f.turns),
  column('reads', null, 'Reads of its sockets so far.', (f) => f.reads),
  column('ttft_count', null, `Ended requests that had a first token, ${sinceLast}.`, (f) => f.ttftCount),
  column('ttft_sum_ns', 'ns', 'Sum of their TTFT.', (f) => f.ttftSumNs),
  column('ttft_max_ns', 'ns', 'The longest of their TTFT.', (f) => f.ttftMaxNs),
]

const rowsPerGroup = 8192

/**
 * Turns what came in during the run into samples.parquet, in memory that doesn't grow with the run. A line cut short by
 * a crash is left out. Throws TareError 'resources' when the disk won't take it.
 */
export function writeSamples(folder: RunFolder): void {
  const spool = samplesSpoolPath(folder)
  if (!existsSync(spool)) return
  const fd = openSync(spool, 'r')
  try {
    const parquet = new ParquetWriter({
      writer: fileWriter(folder.samples),
      schema: schemaFromColumnData({ columnData: columnData([]) }),
      createdBy: 'tare',
    })
    let rows: WorkerFigures[] = []
    const writeGroup = (): void => {
      void parquet.write({ columnData: columnData(rows), rowGroupSize: rowsPerGroup })
      rows = []
    }
    scanLines(fd, spool, (line) => {
      rows.push(...parsed(line.toString('utf8')))
      if (rows.length === rowsPerGroup) writeGroup()
    })
    if (rows.length > 0) writeGroup()
    void parquet.finish()
  } catch (cause) {
    throw writeFailure(folder.samples, cause)
  } finally {
    closeSync(fd)
  }
}

function columnData(rows: readonly WorkerFigures[]): { name: string; data: number[]; type: 'DOUBLE' }[] {
  return sampleColumns.map(({ name, read }) => ({
    name,
    data: rows.map((row) => Math.round(read(row))),
    type: 'DOUBLE',
  }))
}

function parsed(line: string): WorkerFigures[] {
  try {
    return [JSON.parse(line) as WorkerFigures]
  } catch {
    return []
  }
}

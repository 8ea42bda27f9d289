import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteFile } from 'hyparquet-writer'
import type { WorkerFigures } from '../worker/worker-figures.ts'
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

/** Turns what came in during the run into samples.parquet. A line cut short by a crash is left out. */
export function writeSamples(folder: RunFolder): void {
  const spool = samplesSpoolPath(folder)
  if (!existsSync(spool)) return
  const figures = readFileSync(spool, 'utf8').split('\n').flatMap(parsed)
  parquetWriteFile({
    filename: folder.samples,
    columnData: sampleColumns.map(({ name, read }) => ({
      name,
      data: figures.map((row) => Math.round(read(row))),
      type: 'DOUBLE' as const,
    })),
  })
}

function parsed(line: string): WorkerFigures[] {
  try {
    return [JSON.parse(line) as WorkerFigures]
  } catch {
    return []
  }
}

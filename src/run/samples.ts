import { join } from 'node:path'
import type { WorkerFigures } from '../worker/worker-figures.ts'
import type { HostFigures } from './host-sampler.ts'
import type { RunFolder } from './run-folder.ts'
import { writeSpooledRows } from './write-spooled-rows.ts'

/** A worker's report, or the conductor's look at the machine. */
export type SampleRow = WorkerFigures | HostFigures

/** Rows as they come in while the run lasts, a line each. */
export function samplesSpoolPath(folder: RunFolder): string {
  return join(folder.spool, 'samples.ndjson')
}

/** A column of samples.parquet; all are whole numbers, as doubles, or null. */
export interface SampleColumn {
  readonly name: string
  /** Null for plain counts and identities. */
  readonly unit: 'ns' | 'us' | 'bytes' | 'tokens' | null
  readonly meaning: string
  readonly read: (row: SampleRow) => number | null
}

function column(
  name: string,
  unit: SampleColumn['unit'],
  meaning: string,
  read: (figures: WorkerFigures) => number | null,
): SampleColumn {
  return { name, unit, meaning, read: (row) => ('worker' in row ? read(row) : null) }
}

function hostColumn(
  name: string,
  unit: SampleColumn['unit'],
  meaning: string,
  read: (figures: HostFigures) => number | null,
): SampleColumn {
  return { name, unit, meaning, read: (row) => ('worker' in row ? null : read(row)) }
}

const sinceLast = 'since the last row of this worker'

/** Columns of samples.parquet: one row a worker and report, and one for the machine, some four a second of each. */
export const sampleColumns: readonly SampleColumn[] = [
  {
    name: 'at_ns',
    unit: 'ns',
    meaning: "When these figures were taken, since the run's epoch.",
    read: ({ atNs }) => atNs,
  },
  column('worker', null, "Number of the worker, from 0; null in the machine's rows.", (f) => f.worker),
  column('sent', null, 'Requests sent so far.', (f) => f.sent),
  column('ended', null, 'Requests ended so far, whatever their end.', (f) => f.ended),
  column('ok', null, 'Requests ended ok so far.', (f) => f.ok),
  column('failed', null, 'Requests ended otherwise so far.', (f) => f.failed),
  column('in_flight', null, 'Requests begun and not ended.', (f) => f.inFlight),
  column(
    'in_flight_area_ns',
    'ns',
    'Sum over all requests of the time from the send to the end, or until now.',
    (f) => f.inFlightAreaNs,
  ),
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
  column('token_reads', null, 'Reads that brought at least one token event, so far.', (f) => f.tokenReads),
  column('token_events', null, 'Token events so far.', (f) => f.tokenEvents),
  column('gc_ns', 'ns', 'Time in garbage collection so far.', (f) => f.gcNs),
  column('gc_longest_ns', 'ns', `Longest collection ${sinceLast}.`, (f) => f.gcLongestNs),
  column(
    'run_queue_ns',
    'ns',
    'Time so far that it was ready to run while another ran on its core.',
    (f) => f.runQueueNs,
  ),
  column(
    'clock_offset_ns',
    'ns',
    "The run's clock less the monotonic one, less the same at the start: a step of the clock.",
    (f) => f.clockOffsetNs,
  ),
  column('ttft_count', null, `Ended requests that had a first token, ${sinceLast}.`, (f) => f.ttftCount),
  column('ttft_sum_ns', 'ns', 'Sum of their TTFT.', (f) => f.ttftSumNs),
  column('ttft_max_ns', 'ns', 'The longest of their TTFT.', (f) => f.ttftMaxNs),
  hostColumn('host_cpu_total_us', 'us', 'Time of all cores, in whatever state.', (f) => f.cpuTotalUs),
  hostColumn(
    'host_steal_us',
    'us',
    'Time of all cores that the hypervisor gave to others.',
    (f) => f.stealUs,
  ),
  hostColumn(
    'host_throttled_us',
    'us',
    "Time for which a CPU limit held back the run's cgroup or one above it.",
    (f) => f.throttledUs,
  ),
  hostColumn(
    'host_tcp_retransmits',
    null,
    'TCP segments that the machine sent again, of all connections.',
    (f) => f.tcpRetransmits,
  ),
  hostColumn('host_tcp_segments_sent', null, 'TCP segments that it sent.', (f) => f.tcpSegmentsSent),
]

/** Turns what came in during the run into samples.parquet, as `writeSpooledRows` does. */
export function writeSamples(folder: RunFolder): void {
  writeSpooledRows<SampleRow, SampleRow>({
    spool: samplesSpoolPath(folder),
    file: folder.samples,
    rowsPerGroup: 8192,
    rowsOf: (row) => [row],
    columnsOf: columnData,
  })
}

interface DoubleColumn {
  readonly name: string
  readonly data: (number | null)[]
  readonly type: 'DOUBLE'
  readonly nullable: boolean
}

function columnData(rows: readonly SampleRow[]): DoubleColumn[] {
  return sampleColumns.map(({ name, read }) => ({
    name,
    data: rows.map((row) => whole(read(row))),
    type: 'DOUBLE',
    nullable: name !== 'at_ns',
  }))
}

/** A run that an older version began may lack figures. */
function whole(value: number | null | undefined): number | null {
  return value === null || value === undefined || Number.isNaN(value) ? null : Math.round(value)
}

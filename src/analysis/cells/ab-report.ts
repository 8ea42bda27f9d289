import type { CellRow, CellValue } from './cell-row.ts'

type Read = (row: CellRow) => CellValue | undefined

const nothing: Read = () => null
const named =
  (...names: readonly string[]): Read =>
  (row) =>
    names.map((name) => row[name]).find((value) => value !== undefined && value !== null)

/**
 * The columns of the ab_report.csv of TorchServe's benchmark suite, in its order. What a client can't know (the server's own times by
 * its log, GPU use) stays empty; its P95, which that suite never had, is in cells.csv.
 */
export const abReportColumns: readonly (readonly [name: string, read: Read])[] = [
  ['Benchmark', () => 'tare'],
  ['Batch size', named('server.batch_size', 'axis.server.batch_size')],
  ['Batch delay', named('server.max_batch_delay_ms', 'axis.server.max_batch_delay_ms')],
  ['Workers', named('server.workers', 'server.max_workers', 'axis.server.min_workers')],
  ['Model', named('model')],
  ['Concurrency', named('axis.load.concurrency', 'concurrency')],
  ['Input', nothing],
  ['Requests', named('sent')],
  ['TS failed requests', named('failed')],
  ['TS throughput', named('requests_per_s')],
  ['TS latency P50', named('e2e_p50_ms')],
  ['TS latency P90', named('e2e_p90_ms')],
  ['TS latency P99', named('e2e_p99_ms')],
  ['TS latency mean', named('e2e_mean_ms')],
  ['TS error rate', ({ error_rate: rate }) => (typeof rate === 'number' ? 100 * rate : null)],
  ...['Model_p50', 'Model_p90', 'Model_p99', 'Queue time p50', 'Queue time p90', 'Queue time p99']
    .concat(['predict_mean', 'handler_time_mean', 'waiting_time_mean', 'worker_thread_mean'])
    .concat(['cpu_percentage_mean', 'memory_percentage_mean', 'gpu_percentage_mean'])
    .concat(['gpu_memory_percentage_mean', 'gpu_memory_used_mean'])
    .map((name) => [name, nothing] as const),
]

/** A row a measured run, with the columns of ab_report.csv. */
export function abReport(rows: readonly CellRow[]): readonly CellRow[] {
  return rows
    .filter(({ status }) => status === 'measured')
    .map((row) => Object.fromEntries(abReportColumns.map(([name, read]) => [name, read(row) ?? null])))
}

import type { FigureName, Summary } from '../../metrics/summary.ts'

export type CellValue = number | string | boolean | null

/** What stands for a run of a sweep, whether it was measured or not. */
export interface CellRun {
  /** Place in the order of running, from 0. */
  readonly index: number
  /** The same for all repeats: `batch_size=4,concurrency=8`. */
  readonly cell: string
  readonly axes: Readonly<Record<string, string | number | boolean>>
  readonly block: number
  readonly seed: number
  /** Wait between a reply and the next request of its slot; 0 but in a closed loop that thinks. */
  readonly thinkTimeMs: number
  /** The run's folder below the sweep's; null when there is none. */
  readonly folder: string | null
  readonly status: 'measured' | 'failed' | 'not_run'
  /** Why it failed, or wasn't run. */
  readonly error: string | null
  /** What the server under management said that its settings are. */
  readonly settings: Readonly<Record<string, string | number>>
}

/** A row of cells.parquet: names to values. All rows of a sweep have the same names in the same order. */
export type CellRow = Readonly<Record<string, CellValue>>

/** Before the name of an axis, and of a setting that was read back. */
export const axisPrefix = 'axis.'
export const settingPrefix = 'server.'

const latencies = ['ttft', 'itl', 'tpot', 'ntpot', 'e2e', 'ttft_from_plan', 'e2e_from_plan'] as const
const figures: readonly FigureName[] = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99_9']

/** A figure of a run, by its name in cells.parquet. */
export interface CellFigure {
  readonly name: string
  readonly meaning: string
  readonly type: 'number' | 'integer' | 'string'
  readonly read: (summary: Summary) => CellValue
}

/** Figures of each run, as they are in its summary: null where that has none. */
export const cellFigures: readonly CellFigure[] = [
  figure('verdict', 'VALID, SUSPECT or INVALID.', ({ verdict }) => verdict.status, 'string'),
  figure('model', 'What was measured.', ({ target }) => target.model, 'string'),
  figure(
    'concurrency',
    'Requests, or queries of several, in flight that a closed loop keeps.',
    ({ load }) => load.concurrency,
  ),
  figure(
    'invalid_for',
    'Metrics that a failed check touches, * for all, joined by spaces.',
    invalidFor,
    'string',
  ),
  figure('sent', 'Measured requests that were attempted.', ({ load }) => load.sent, 'integer'),
  figure('ok', 'Those that succeeded.', ({ load }) => load.ok, 'integer'),
  figure('failed', 'Those that didn’t.', ({ load }) => load.failed, 'integer'),
  figure('error_rate', 'Share that failed.', ({ load }) =>
    load.sent === 0 ? null : load.failed / load.sent,
  ),
  figure(
    'requested_rate_per_s',
    'Sends a second that the plan asked for.',
    ({ load }) => load.requested_rate_per_s,
  ),
  figure('achieved_rate_per_s', 'Sends a second that there were.', ({ load }) => load.achieved_rate_per_s),
  figure(
    'in_flight_mean',
    'Requests in flight, averaged over the window.',
    ({ load }) => load.in_flight_mean,
  ),
  figure(
    'requests_per_s',
    'Requests that succeeded a second.',
    ({ throughput }) => throughput.requests_per_s,
  ),
  figure(
    'output_tokens_per_s',
    'Output tokens a second.',
    ({ throughput }) => throughput.output_tokens_per_s,
  ),
  figure(
    'total_tokens_per_s',
    'Input and output tokens a second.',
    ({ throughput }) => throughput.total_tokens_per_s,
  ),
  ...latencies.flatMap((metric) =>
    figures.map((name) =>
      figure(
        `${metric}_${name}_ms`,
        `${name.replace('_', '.')} of ${metric}, ms.`,
        ({ latency_ms }) => latency_ms[metric][name],
      ),
    ),
  ),
  figure('query_size', 'Requests of a query.', ({ queries }) => queries?.size ?? null, 'integer'),
  figure(
    'queries_per_s',
    'Queries that succeeded a second.',
    ({ queries }) => queries?.queries_per_s ?? null,
  ),
  ...figures.map((name) =>
    figure(
      `query_${name}_ms`,
      `${name.replace('_', '.')} of query latency, ms.`,
      ({ queries }) => queries?.latency_ms[name] ?? null,
    ),
  ),
  figure(
    'background_requests_per_s',
    'Requests of the background that succeeded a second; null without one.',
    ({ background }) => background?.completed_per_s ?? null,
  ),
  figure(
    'background_in_flight_mean',
    'Requests of the background in flight, averaged over the window.',
    ({ background }) => background?.in_flight_mean ?? null,
  ),
  figure('lateness_p99_ms', 'p99 of how late sends were, ms.', ({ load }) => load.lateness_ms.p99),
  figure('output_tokens_mean', 'Output tokens a reply.', ({ tokens }) => tokens.output.mean),
  figure('input_tokens_mean', 'Input tokens a request.', ({ tokens }) => tokens.input.mean),
]

function invalidFor({ verdict }: Summary): string | null {
  const affects = verdict.checks.flatMap((check) => (check.status === 'invalid' ? check.affects : []))
  return affects.length === 0 ? null : [...new Set(affects)].join(' ')
}

function figure(
  name: string,
  meaning: string,
  read: CellFigure['read'],
  type: CellFigure['type'] = 'number',
): CellFigure {
  return { name, meaning, type, read }
}

/** The row of a run; `summary` is null when it wasn't measured. */
export function cellRow(run: CellRun, summary: Summary | null): CellRow {
  return {
    index: run.index,
    cell: run.cell,
    ...prefixed(axisPrefix, run.axes),
    block: run.block,
    seed: run.seed,
    think_time_ms: run.thinkTimeMs,
    status: run.status,
    error: run.error,
    folder: run.folder,
    ...prefixed(settingPrefix, run.settings),
    ...Object.fromEntries(
      cellFigures.map(({ name, read }) => [name, summary === null ? null : read(summary)]),
    ),
  }
}

function prefixed(prefix: string, values: Readonly<Record<string, CellValue>>): CellRow {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]))
}

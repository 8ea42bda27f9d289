import type { RequestRecord } from '../record/request-record.ts'

/** What a number is: everything that a reader needs in order to compare it with another tool's. */
export interface MetricDefinition {
  /** Name in every artifact. */
  readonly name: string
  readonly title: string
  readonly unit: 'ms' | 'us' | 'tokens' | 'tokens per event'
  /** In the names of the record's columns. */
  readonly formula: string
  /** Who defines it so, and who means something else by the same name. */
  readonly source: string
  /** Which requests it is taken of; warm-up is left out unless it says `run`. */
  readonly of: 'ok' | 'measured' | 'run' | 'ok queries'
}

/** A number that each request has at most one of. */
export interface RequestMetric extends MetricDefinition {
  /** The request's value in `unit`, whatever the request's end; null when it has none. */
  readonly compute: (record: RequestRecord) => number | null
}

/**
 * A metric of the server, with what the instrument can have added to it: of ok requests, so that it is a sample of what the
 * server does. Errors are in `unit` and never negative; null where the record doesn't say.
 */
export interface LatencyMetric extends RequestMetric {
  readonly unit: 'ms'
  readonly of: 'ok'
  /** The most by which the request's value can be too large. */
  readonly tooLarge: (record: RequestRecord) => number | null
  /** The most by which it can be too small; absent where it can't be. */
  readonly tooSmall?: (record: RequestRecord) => number | null
}

/** Which requests a metric is taken of, in words. */
export const populations: Readonly<Record<MetricDefinition['of'], string>> = {
  ok: 'ok requests',
  measured: 'all measured requests',
  run: 'all requests, warm-up included',
  'ok queries': 'ok queries',
}

/** The one sentence that artifacts' schema and reports give for a metric. */
export function describeMetric(metric: MetricDefinition): string {
  return `${metric.title}, ${metric.unit}: ${metric.formula}, of ${populations[metric.of]}. ${metric.source}`
}

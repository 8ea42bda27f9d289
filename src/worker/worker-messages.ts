import type { ErrorCode } from '../errors.ts'
import type { LoadPlan } from '../load/load-plan.ts'
import type { PlainLogHistogram } from '../statistics/log-histogram.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import type { TimestampSource } from '../wire/reactor.ts'
import type { WorkloadSpec } from '../workload/create-workload.ts'
import type { WorkerFigures } from './worker-figures.ts'
import type { StudyFigures } from './worker-study.ts'

/*
 * What passes between the conductor and a worker: lines of JSON, down the worker's standard input and up its file
 * descriptor 3. Nothing here holds the worker up: it reads when its loop finds a line, and writes some times a second.
 */

/** Everything a worker needs, in the first line it gets. */
export interface WorkerOrder {
  readonly kind: 'order'
  readonly worker: number
  readonly workers: number
  readonly runId: string
  readonly spoolPath: string
  /** Where the worker leaves its result when it ends. */
  readonly resultPath: string
  readonly transport: 'kernel' | 'portable'
  /** Core for the loop to run on, or null. */
  readonly core: number | null
  readonly endpoint: Endpoint
  readonly request: {
    readonly host: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
  }
  /** A name of `api/registry.ts`. */
  readonly api: string
  readonly model: string
  readonly stream: boolean
  readonly ignoreEos: boolean
  readonly extraBody: Readonly<Record<string, unknown>> | null
  readonly load: LoadPlan
  readonly workload: WorkloadSpec
  readonly timeoutNs: number
  readonly drainNs: number
  readonly study?: StudyOrder
}

/** In experiments: what a worker stamps and does besides measuring (worker-study.ts). */
export interface StudyOrder {
  readonly eventWorkNs: number
  /** Spool of the records' twins, by user-space stamps. */
  readonly spoolPath: string
}

export type ToWorker =
  | WorkerOrder
  /** Time 0 of the load plan, in nanoseconds since 1970; some moments ahead. */
  | { readonly kind: 'start'; readonly epochUnixNs: string }
  /** Send no more, and drain. */
  | { readonly kind: 'stop' }
  /** End at once: what is in flight is recorded as cancelled. */
  | { readonly kind: 'abort' }

/** A worker's account of itself over the whole run, left in a file beside its spool. */
export interface WorkerResult {
  readonly figures: WorkerFigures
  readonly timestampSource: TimestampSource
  /** Observed − arrived, ns. */
  readonly readDelay: PlainLogHistogram
  /** Of each token event of measured requests, ns. */
  readonly errorBound: PlainLogHistogram
  readonly connectionsOpened: number
  readonly study?: StudyFigures
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'figures'; readonly figures: WorkerFigures }
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed'
      readonly code: ErrorCode
      readonly message: string
      readonly hint: string | undefined
    }

import type { RequestRecord } from '../../record/request-record.ts'
import { quantile } from '../../statistics/quantile.ts'
import type { MeasuredWindow } from '../measured-window.ts'
import { EndedRequests } from './ended-requests.ts'
import type { ScaleChange } from './scale-change.ts'
import type { ChangesTo, Durations, ScaleStormFigures, StormShare } from './scale-storm-figures.ts'
import { type StormSpan, stormSpans } from './storm-spans.ts'

/** What the plan says of a storm. */
export interface PlannedStorm {
  readonly workers: readonly number[]
  readonly everyNs: number
}

/**
 * Holds requests that ended while workers were being changed against the others. By the end, since a request that scaling kills is over
 * when it is killed; and unlike overlap with a change it favours no long requests, so that where scaling makes no difference
 * the parts have none.
 */
export class ScaleStormTally {
  readonly #storm: PlannedStorm
  readonly #changes: readonly ScaleChange[]
  readonly #spans: readonly StormSpan[]
  readonly #requests = new Map<string, EndedRequests>()

  constructor(
    storm: PlannedStorm,
    changes: readonly ScaleChange[],
    window: Pick<MeasuredWindow, 'startNs' | 'endNs'>,
  ) {
    this.#storm = storm
    this.#changes = changes
    this.#spans = stormSpans(changes, storm.workers[0]!, window)
  }

  add(record: RequestRecord): void {
    if (record.phase !== 'measure') return
    const span = spanAt(this.#spans, record.endNs)
    if (span === undefined) return
    this.#of(span.kind, null).add(record)
    if (span.workers !== null) this.#of(span.kind, span.workers).add(record)
  }

  figures(): ScaleStormFigures {
    const count = (outcome: ScaleChange['outcome']): number =>
      this.#changes.filter((change) => change.outcome === outcome).length
    return {
      every_s: this.#storm.everyNs / 1e9,
      workers: this.#storm.workers,
      changes: this.#changes.length,
      settled: count('settled'),
      failed: count('failed'),
      unfinished: count('unfinished'),
      skipped: skippedTurns(this.#changes, this.#storm.everyNs),
      to: this.#workers().flatMap((workers) => {
        const some = this.#changes.filter((change) => change.workers === workers)
        return some.length === 0 ? [] : [changesTo(workers, some)]
      }),
      errors: messages(this.#changes),
      changing: this.#share('changing'),
      otherwise: this.#share('otherwise'),
    }
  }

  #workers(): readonly number[] {
    return [...new Set(this.#storm.workers)]
  }

  #share(kind: StormSpan['kind']): StormShare {
    const ofKind = this.#spans.filter((span) => span.kind === kind)
    const byWorkers = this.#workers().flatMap((workers) => {
      const some = ofKind.filter((span) => span.workers === workers)
      return some.length === 0 ? [] : [{ workers, ...this.#of(kind, workers).figures(length(some)) }]
    })
    return { ...this.#of(kind, null).figures(length(ofKind)), by_workers: byWorkers }
  }

  #of(kind: StormSpan['kind'], workers: number | null): EndedRequests {
    const key = `${kind} ${workers}`
    const requests = this.#requests.get(key) ?? new EndedRequests()
    this.#requests.set(key, requests)
    return requests
  }
}

/** The span that a time is in, by bisection. */
function spanAt(spans: readonly StormSpan[], atNs: number): StormSpan | undefined {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (spans[middle]!.endNs < atNs) low = middle + 1
    else high = middle
  }
  const span = spans[low]
  return span !== undefined && span.startNs <= atNs ? span : undefined
}

function length(spans: readonly StormSpan[]): number {
  return spans.reduce((sum, { startNs, endNs }) => sum + endNs - startNs, 0)
}

/** Turns between one change's and the next's. */
function skippedTurns(changes: readonly ScaleChange[], everyNs: number): number {
  const gaps = changes.slice(1).map(({ dueNs }, before) => dueNs - changes[before]!.dueNs)
  return gaps.reduce((sum, gapNs) => sum + Math.round(gapNs / everyNs) - 1, 0)
}

function changesTo(workers: number, changes: readonly ScaleChange[]): ChangesTo {
  const settled = changes.filter(({ outcome }) => outcome === 'settled')
  return {
    workers,
    changes: changes.length,
    failed: changes.filter(({ outcome }) => outcome === 'failed').length,
    answered_ms: durations(
      settled.map(({ askedNs, answeredNs, endedNs }) => (answeredNs ?? endedNs) - askedNs),
    ),
    settled_ms: durations(settled.map(({ askedNs, endedNs }) => endedNs - askedNs)),
  }
}

function durations(durationsNs: readonly number[]): Durations | null {
  if (durationsNs.length === 0) return null
  const sorted = Float64Array.from(durationsNs, (ns) => ns / 1e6).sort()
  return { min: sorted[0]!, median: quantile(sorted, 0.5), max: sorted.at(-1)! }
}

function messages(changes: readonly ScaleChange[]): ScaleStormFigures['errors'] {
  const counts = new Map<string, number>()
  for (const { error } of changes) if (error !== null) counts.set(error, (counts.get(error) ?? 0) + 1)
  return Array.from(counts, ([message, count]) => ({ message, count })).sort((a, b) => b.count - a.count)
}

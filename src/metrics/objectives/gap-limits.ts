import type { Objective } from '../../plan/objective.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { type ClusteredSums, type Clusters, clusters } from '../../statistics/clustered-interval.ts'
import { clusteredShareInterval } from '../../statistics/clustered-share-interval.ts'
import type { ShareEstimate } from '../../statistics/share-interval.ts'
import { GapSums } from '../gap-sums.ts'
import type { RecordedSpan } from '../measured-window.ts'

/** Finer than any clock, in ns. */
const half = 0.0005

/**
 * How many of all gaps between tokens are beyond the limits of objectives, in two passes. A failed request has no gaps: it counts as
 * one with as many as the others have on average, all beyond, so that a server that refuses looks no better for it.
 */
export class GapLimits {
  /** Ascending, in ns: what is above one is beyond it. */
  readonly #thresholds: readonly number[]
  #sums: GapSums | undefined
  #clustered: { readonly all: Clusters; readonly above: readonly ClusteredSums[] } | undefined
  #gaps = 0
  #replies = 0

  constructor(objectives: readonly Objective[]) {
    this.#thresholds = [...new Set(objectives.map(thresholdNs))].sort((a, b) => a - b)
  }

  /** First pass, of a measured request. */
  add({ status, tokenEvents }: RequestRecord): void {
    if (status !== 'ok' || tokenEvents < 2) return
    this.#gaps += tokenEvents - 1
    this.#replies++
  }

  /** Second pass, likewise. */
  addAgain(record: RequestRecord, { firstMeasuredSendNs, lastMeasuredEndNs }: RecordedSpan): void {
    if (this.#thresholds.length === 0 || this.#gaps === 0) return
    this.#sums ??= new GapSums(this.#thresholds, firstMeasuredSendNs, lastMeasuredEndNs)
    if (record.status !== 'ok') this.#sums.addAbove(record, this.#gaps / this.#replies)
    else if (record.tokenEvents > 1) this.#sums.add(record)
  }

  /** The gaps beyond an objective's limit; null without gaps. `leastVif` as in `clusteredShareInterval`. */
  beyond(objective: Objective, leastVif: number): ShareEstimate | null {
    if (this.#sums === undefined) return null
    if (this.#clustered === undefined) {
      const { sizes, sums, above } = this.#sums.inSendOrder()
      this.#clustered = { all: clusters(sizes, sums), above }
    }
    const { all, above } = this.#clustered
    return clusteredShareInterval(all, above[this.#thresholds.indexOf(thresholdNs(objective))]!, leastVif)
  }
}

/** At the limit is beyond it when the comparison is strict. */
function thresholdNs({ limit, comparison }: Objective): number {
  const limitNs = Math.round(limit * 1e9) / 1e3
  return comparison === '<' ? limitNs - half : limitNs
}

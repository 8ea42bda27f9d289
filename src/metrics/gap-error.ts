import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { OutwardHistogram } from '../statistics/outward-histogram.ts'
import type { ErrorBounds } from './error-bounds.ts'

/**
 * How wrong the quantiles of pooled gaps can be. A token that is late makes the gap before it too long and the one after it too
 * short, by at most its bound. Of the first and the last token of each reply the bound is known: the true gaps are then
 * each within bounds of their own, `least` and `most`, but for the tokens between, of whose bounds only the distribution is known. For any δ
 * let m of these be later than δ: they touch m gaps on either side, and all others are right within δ. Changing m values
 * moves no order statistic farther than m places, so with k = (n − 1) p the place of the p-quantile the true one is within
 *
 *     [least_(k − m) − δ, most_(k + m) + δ].
 *
 * That holds for each δ; the least of what the known sizes of errors give is the bound.
 */
export class GapErrors {
  readonly #least = new OutwardHistogram()
  readonly #most = new OutwardHistogram()
  /** Of first and last tokens. */
  readonly #endBoundsNs = new Float64List()
  #spansNs = 0

  /** The tokens of an ok request. */
  add(record: RequestRecord): void {
    const { tokenNs, tokenEvents, errorBoundNs } = record
    // An older file doesn't say: then they count as tokens between.
    const { firstTokenErrorBoundNs: firstNs, lastTokenErrorBoundNs: lastNs } = record
    if (lastNs !== null && tokenEvents > 0) this.#endBoundsNs.push(lastNs)
    if (tokenEvents < 2) return
    if (firstNs !== null) this.#endBoundsNs.push(firstNs)
    const last = tokenEvents - 1
    for (let i = 1; i <= last; i++) {
      const gapNs = tokenNs[i]! - tokenNs[i - 1]!
      this.#least.record(i === last ? Math.max(0, gapNs - (lastNs ?? 0)) : gapNs)
      this.#most.record(i === 1 ? gapNs + (firstNs ?? 0) : gapNs)
    }
    // The gaps of a reply add up to the time from its first token to its last.
    this.#spansNs += Math.max(firstNs ?? errorBoundNs ?? Number.NaN, lastNs ?? errorBoundNs ?? Number.NaN)
  }

  /** Null when the run doesn't say how late its tokens can be, or when too many can be so late that nothing is known. */
  ofQuantile(quantileNs: number, p: number, { max, beyond }: ErrorBounds): number | null {
    if (max === null) return null
    const endBoundsNs = this.#endBoundsNs.values().slice().sort()
    let best: number | null = null
    for (const { bound_us: boundUs, tokens } of [...beyond, { bound_us: max, tokens: 0 }]) {
      const boundNs = boundUs * 1e3
      const moved = Math.max(0, tokens - countBeyond(endBoundsNs, boundNs))
      const place = (this.#least.n - 1) * p
      const tooMuchNs = quantileNs - this.#least.around(place - moved)[0]
      const tooLittleNs = this.#most.around(place + moved)[1] - quantileNs
      // Too many for anything to be said.
      if (Number.isNaN(tooMuchNs + tooLittleNs)) continue
      const errorNs = boundNs + Math.max(0, tooMuchNs, tooLittleNs)
      if (best === null || errorNs < best) best = errorNs
    }
    return best
  }

  /** NaN when some record doesn't say how late its tokens can be. */
  ofMean(): number {
    return this.#spansNs / this.#least.n
  }
}

function countBeyond(sorted: Float64Array, limit: number): number {
  const first = sorted.findIndex((value) => value > limit)
  return first < 0 ? 0 : sorted.length - first
}

import { Float64List } from '../../record/float64-list.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { shareInterval } from '../../statistics/share-interval.ts'
import { e2eFromPlan } from '../definitions/e2e-from-plan.ts'
import { LatencyValues } from '../latency-values.ts'
import { withoutRefused } from '../resolution.ts'
import { inOrder, sendOrder } from '../send-order.ts'
import type { StormRequests } from './scale-storm-figures.ts'

/** Gathers requests that ended in one part of a run, and says how they fared: with the intervals of any run, in the order of their ends. */
export class EndedRequests {
  readonly #latency = new LatencyValues(e2eFromPlan)
  readonly #all = { endNs: new Float64List(64), index: new Float64List(64), failed: new Float64List(64) }
  readonly #ok = { endNs: new Float64List(64), index: new Float64List(64) }

  add(record: RequestRecord): void {
    const isOk = record.status === 'ok'
    for (const each of isOk ? [this.#all, this.#ok] : [this.#all]) {
      each.endNs.push(record.endNs)
      each.index.push(record.index)
    }
    this.#all.failed.push(isOk ? 0 : 1)
    if (isOk) this.#latency.add(record)
  }

  figures(timeNs: number): StormRequests {
    const order = sendOrder(this.#all.endNs.values(), this.#all.index.values())
    const marks = inOrder(this.#all.failed.values(), order)
    const failed = marks.reduce((sum, mark) => sum + mark, 0)
    const rate = marks.length === 0 ? null : shareInterval(marks)
    const okOrder = sendOrder(this.#ok.endNs.values(), this.#ok.index.values())
    const perSecond = timeNs > 0 ? (okOrder.length * 1e9) / timeNs : 0
    const { p50, p95, resolution } = withoutRefused(this.#latency.distribution(okOrder, perSecond))
    return {
      time_s: timeNs / 1e9,
      ended: marks.length,
      failed,
      error_rate: rate?.share ?? null,
      error_rate_ci95: rate?.ci95 ?? null,
      e2e_from_plan_ms: { p50, p50_ci95: resolution.p50.ci95, p95, p95_ci95: resolution.p95.ci95 },
    }
  }
}

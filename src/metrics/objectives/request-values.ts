import { Float64List } from '../../record/float64-list.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { rankDependence } from '../../statistics/ordered-sample.ts'
import { sendOrder } from '../send-order.ts'
import { type ObjectiveLatency, perRequestMs } from './per-request-latency.ts'

/** One latency of all measured requests. */
export interface LatencyOfRequests {
  /** In the order of sending, as `perRequestMs` gives them. */
  readonly values: Float64Array
  /** How many successive ones count as one, failed ones being the slowest. */
  readonly dependence: number
  /** Whether an ok request had it. */
  readonly measured: boolean
}

/** Some latencies of every measured request, whatever its end: 8 bytes each and a request. */
export class RequestValues {
  readonly #sentNs = new Float64List()
  readonly #index = new Float64List()
  readonly #failed = new Float64List()
  readonly #latencies: ReadonlyMap<ObjectiveLatency, Float64List>
  readonly #ordered = new Map<ObjectiveLatency, LatencyOfRequests>()
  #order: Uint32Array | undefined
  #ok = 0

  constructor(latencies: readonly ObjectiveLatency[]) {
    this.#latencies = new Map(latencies.map((metric) => [metric, new Float64List()]))
  }

  /** Adds a measured request. */
  add(record: RequestRecord): void {
    this.#sentNs.push(record.sentNs ?? record.plannedNs)
    this.#index.push(record.index)
    const ok = record.status === 'ok'
    if (ok) this.#ok++
    this.#failed.push(ok ? 0 : 1)
    for (const [metric, values] of this.#latencies) values.push(perRequestMs(metric, record))
  }

  get n(): number {
    return this.#failed.length
  }

  /** How many succeeded. */
  get ok(): number {
    return this.#ok
  }

  /** 1 for each request that failed, in the order of sending. */
  failures(): Float64Array {
    return this.#inSendOrder(this.#failed)
  }

  /** One of those that were asked for. */
  latency(metric: ObjectiveLatency): LatencyOfRequests {
    let found = this.#ordered.get(metric)
    if (found === undefined) {
      const values = this.#inSendOrder(this.#latencies.get(metric)!)
      const known = values.filter((value) => !Number.isNaN(value))
      const dependence = known.length > 0 ? rankDependence(known, known.slice().sort()) : 1
      found = { values, dependence, measured: values.some((value) => Number.isFinite(value)) }
      this.#ordered.set(metric, found)
    }
    return found
  }

  #inSendOrder(list: Float64List): Float64Array {
    this.#order ??= sendOrder(this.#sentNs.values(), this.#index.values())
    const values = list.values()
    return Float64Array.from(this.#order, (position) => values[position]!)
  }
}

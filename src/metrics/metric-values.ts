import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { distributionOf } from './distribution.ts'
import type { RequestMetric } from './request-metric.ts'
import type { Distribution } from './summary.ts'

/** Gathers one metric of the requests that it is defined of. */
export class MetricValues {
  readonly #metric: RequestMetric
  readonly #values = new Float64List()

  constructor(metric: RequestMetric) {
    this.#metric = metric
  }

  add(record: RequestRecord): void {
    const { of, compute } = this.#metric
    if (of !== 'run' && record.phase !== 'measure') return
    if (of === 'ok' && record.status !== 'ok') return
    const value = compute(record)
    if (value !== null) this.#values.push(value)
  }

  distribution(): Distribution {
    return distributionOf(this.#values.values())
  }
}

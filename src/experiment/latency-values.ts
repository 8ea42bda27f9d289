import { itl } from '../metrics/definitions/itl.ts'
import { ntpot } from '../metrics/definitions/ntpot.ts'
import { tpot } from '../metrics/definitions/tpot.ts'
import { ttft } from '../metrics/definitions/ttft.ts'
import { distributionOf } from '../metrics/distribution.ts'
import { MetricValues } from '../metrics/metric-values.ts'
import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import type { LatencyFigures } from './truth-comparison.ts'

/** The tokens' times of a request by some clock. */
export interface TokenTimes {
  readonly tokenNs: Float64Array
  readonly endNs: number
}

/** The same request by another clock: its sends stay, what arrived is moved. */
export function withTokenTimes(record: RequestRecord, { tokenNs, endNs }: TokenTimes): RequestRecord {
  const tokenEvents = tokenNs.length
  return {
    ...record,
    tokenNs,
    tokenEvents,
    firstTokenNs: tokenEvents > 0 ? tokenNs[0]! : null,
    lastTokenNs: tokenEvents > 0 ? tokenNs[tokenEvents - 1]! : null,
    endNs,
  }
}

/** Gathers latencies as a summary does, of which requests `metrics/definitions` says. */
export class LatencyValues {
  readonly #ttft = new MetricValues(ttft)
  readonly #tpot = new MetricValues(tpot)
  readonly #ntpot = new MetricValues(ntpot)
  readonly #gapsMs = new Float64List()

  add(record: RequestRecord): void {
    for (const values of [this.#ttft, this.#tpot, this.#ntpot]) values.add(record)
    if (record.phase !== 'measure' || record.status !== itl.of) return
    const { tokenNs, tokenEvents } = record
    for (let i = 1; i < tokenEvents; i++) this.#gapsMs.push((tokenNs[i]! - tokenNs[i - 1]!) / 1e6)
  }

  figures(): LatencyFigures {
    return {
      ttft: this.#ttft.distribution(),
      itl: distributionOf(this.#gapsMs.values()),
      tpot: this.#tpot.distribution(),
      ntpot: this.#ntpot.distribution(),
    }
  }
}

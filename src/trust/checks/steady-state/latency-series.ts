import type { Evidence } from '../../evidence.ts'
import { okMeasured } from '../ok-measured.ts'

/** A latency of the measured requests that went well, in the order in which they were to be sent. */
export interface LatencySeries {
  /** As people write it. */
  readonly name: 'TTFT' | 'E2E'
  /** Names of the metrics that it stands for. */
  readonly affects: readonly string[]
  /** When each was to be sent (open loop) or was (closed loop); ascending. */
  readonly atNs: Float64Array
  readonly latencyNs: Float64Array
}

const stoodFor = {
  TTFT: ['ttft', 'ttfat', 'ttft_from_plan'],
  E2E: ['itl', 'tpot', 'ntpot', 'e2e', 'e2e_from_plan'],
} as const

/** TTFT, when at least nine in ten have one, and E2E; from the plan in open loop, from the send otherwise. */
export function latencySeries(evidence: Evidence): readonly LatencySeries[] {
  const { columns } = evidence.requests
  const order = okMeasured(evidence)
  const fromNs = evidence.plan.openSpans.length > 0 ? columns.plannedNs : columns.sentNs
  order.sort((a, b) => fromNs[a]! - fromNs[b]!)
  const series = (name: LatencySeries['name'], untilNs: (i: number) => number): LatencySeries => {
    const known = order.filter((i) => !Number.isNaN(untilNs(i) - fromNs[i]!))
    return {
      name,
      affects: stoodFor[name],
      atNs: Float64Array.from(known, (i) => fromNs[i]!),
      latencyNs: Float64Array.from(known, (i) => Math.max(1, untilNs(i) - fromNs[i]!)),
    }
  }
  const ttft = series('TTFT', (i) => columns.firstTokenNs[i]!)
  // NaN || endNs: a reply without token events is complete at its end.
  const e2e = series('E2E', (i) => columns.lastTokenNs[i]! || columns.endNs[i]!)
  return ttft.atNs.length > 0 && ttft.atNs.length >= 0.9 * order.length ? [ttft, e2e] : [e2e]
}

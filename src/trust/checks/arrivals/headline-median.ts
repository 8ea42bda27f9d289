import { Float64List } from '../../../record/float64-list.ts'
import { quantile } from '../../../statistics/quantile.ts'
import type { Evidence } from '../../evidence.ts'
import { statusCode } from '../../request-table.ts'

export interface HeadlineMedian {
  /** As people write it. */
  readonly name: 'TTFT' | 'E2E'
  readonly ns: number
}

/** Median of what a run is read for first: TTFT when replies were streamed, else E2E. Null without a success. */
export function headlineMedian({ requests, measured }: Evidence): HeadlineMedian | null {
  const { status, sentNs, firstTokenNs, lastTokenNs, endNs, measured: isMeasured } = requests.columns
  const ok = statusCode('ok')
  const { stream } = measured.target
  const latencies = new Float64List()
  for (let i = 0; i < requests.length; i++) {
    if (status[i] !== ok || isMeasured[i] !== 1) continue
    // NaN || endNs: a reply without tokens is complete at its end.
    const latency = (stream ? firstTokenNs[i]! : lastTokenNs[i]! || endNs[i]!) - sentNs[i]!
    if (!Number.isNaN(latency)) latencies.push(latency)
  }
  if (latencies.length === 0) return null
  return { name: stream ? 'TTFT' : 'E2E', ns: quantile(latencies.values().sort(), 0.5) }
}

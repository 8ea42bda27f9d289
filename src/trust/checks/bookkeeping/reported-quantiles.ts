import type { Measurements } from '../../../metrics/summary.ts'

export interface ReportedQuantile {
  /** As people write it: `p99.9`. */
  readonly name: string
  /** Share of all that lies above it: 0.001 of p99.9. */
  readonly tail: number
}

const figures = [
  ['p50', 0.5],
  ['p90', 0.1],
  ['p95', 0.05],
  ['p99', 0.01],
  ['p99_9', 0.001],
] as const

/**
 * The quantiles that the summary gives of some latency, lowest first. The median and p90 count even in a run too short
 * for them: what makes them doubtful makes its means so.
 */
export function reportedQuantiles({
  latency_ms,
}: Pick<Measurements, 'latency_ms'>): readonly ReportedQuantile[] {
  const latencies = Object.values(latency_ms)
  return figures
    .filter(
      ([name, tail]) => tail >= 0.1 || latencies.some((latency) => latency.resolution[name].ci95 !== null),
    )
    .map(([name, tail]) => ({ name: name.replace('_', '.'), tail }))
}

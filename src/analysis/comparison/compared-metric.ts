import type { Summary } from '../../metrics/summary.ts'

/** Shares are compared by their difference, everything else by its ratio. */
export type ComparedUnit = 'ms' | 'per_s' | 'share'

/** A figure of a run that two sides may be compared by. */
export interface ComparedMetric {
  /** As objectives and gates spell it: `ttft.p99`, `output_tokens_per_s`, `error_rate`. */
  readonly name: string
  readonly unit: ComparedUnit
  readonly better: 'lower' | 'higher'
  /** Null where the run has none: not measured, or not resolvable. */
  readonly read: (summary: Summary) => number | null
}

const latencies = ['ttft', 'ttfat', 'itl', 'tpot', 'ntpot', 'e2e', 'ttft_from_plan', 'e2e_from_plan'] as const
const figures = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99_9'] as const

/** All that can be compared, in the order in which tables have it. */
export const comparedMetrics: readonly ComparedMetric[] = [
  rate('requests_per_s', ({ throughput }) => throughput.requests_per_s),
  rate('output_tokens_per_s', ({ throughput }) => throughput.output_tokens_per_s),
  rate('total_tokens_per_s', ({ throughput }) => throughput.total_tokens_per_s),
  ...latencies.flatMap((latency) =>
    figures.map((figure) =>
      time(`${latency}.${figure.replace('_', '.')}`, ({ latency_ms }) => latency_ms[latency][figure]),
    ),
  ),
  rate('queries_per_s', ({ queries }) => queries?.queries_per_s ?? null),
  ...figures.map((figure) =>
    time(`query.${figure.replace('_', '.')}`, ({ queries }) => queries?.latency_ms[figure] ?? null),
  ),
  {
    name: 'goodput',
    unit: 'share',
    better: 'higher',
    read: ({ goodput }) => goodput?.share ?? null,
  },
  {
    name: 'error_rate',
    unit: 'share',
    better: 'lower',
    read: ({ load }) => (load.sent === 0 ? null : load.failed / load.sent),
  },
]

/** What a comparison shows where nobody asks for more; each where a run has it. */
export const headlineMetrics: readonly string[] = [
  'requests_per_s',
  'output_tokens_per_s',
  'ttft.p50',
  'ttft.p99',
  'itl.p50',
  'itl.p99',
  'tpot.p50',
  'e2e.p50',
  'e2e.p99',
  'query.p50',
  'query.p99',
  'goodput',
  'error_rate',
]

export function comparedMetric(name: string): ComparedMetric | undefined {
  return comparedMetrics.find((metric) => metric.name === name)
}

function time(name: string, read: ComparedMetric['read']): ComparedMetric {
  return { name, unit: 'ms', better: 'lower', read }
}

function rate(name: string, read: ComparedMetric['read']): ComparedMetric {
  return { name, unit: 'per_s', better: 'higher', read }
}

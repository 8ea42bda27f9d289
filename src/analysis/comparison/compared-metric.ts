import type { Ci95, FigureName, SampledDistribution, Summary } from '../../metrics/summary.ts'

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
  /** What the run's sample has where `read` is null because it isn't resolvable, if anything (`Resolution.unresolved_value`). */
  readonly unresolved: (summary: Summary) => number | null
  /** Its 95 % interval within the run; null where the run has none. */
  readonly ci95: (summary: Summary) => Ci95
  /** How many observations it is of: 0 where it wasn't measured. */
  readonly n: (summary: Summary) => number
}

const latencies = ['ttft', 'ttfat', 'itl', 'tpot', 'ntpot', 'e2e', 'ttft_from_plan', 'e2e_from_plan'] as const
const figures = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99_9'] as const

/** All that can be compared, in the order in which tables have it. */
export const comparedMetrics: readonly ComparedMetric[] = [
  rate('requests_per_s'),
  rate('output_tokens_per_s'),
  rate('total_tokens_per_s'),
  ...latencies.flatMap((latency) =>
    figures.map((figure) => time(latency, figure, ({ latency_ms }) => latency_ms[latency])),
  ),
  {
    name: 'queries_per_s',
    unit: 'per_s',
    better: 'higher',
    read: ({ queries }) => queries?.queries_per_s ?? null,
    unresolved: () => null,
    ci95: ({ queries }) => queries?.queries_per_s_ci95 ?? null,
    n: ({ queries }) => queries?.n ?? 0,
  },
  ...figures.map((figure) => time('query', figure, ({ queries }) => queries?.latency_ms ?? null)),
  {
    name: 'goodput',
    unit: 'share',
    better: 'higher',
    read: ({ goodput }) => goodput?.share ?? null,
    unresolved: () => null,
    ci95: ({ goodput }) => goodput?.share_ci95 ?? null,
    n: ({ goodput, load }) => ((goodput ?? null) === null ? 0 : load.sent),
  },
  {
    name: 'error_rate',
    unit: 'share',
    better: 'lower',
    read: ({ load }) => (load.sent === 0 ? null : load.failed / load.sent),
    unresolved: () => null,
    ci95: () => null,
    n: ({ load }) => load.sent,
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

function time(
  latency: string,
  figure: FigureName,
  of: (summary: Summary) => SampledDistribution | null,
): ComparedMetric {
  return {
    name: `${latency}.${figure.replace('_', '.')}`,
    unit: 'ms',
    better: 'lower',
    read: (summary) => of(summary)?.[figure] ?? null,
    unresolved: (summary) => of(summary)?.resolution[figure]?.unresolved_value ?? null,
    ci95: (summary) => of(summary)?.resolution[figure]?.ci95 ?? null,
    n: (summary) => of(summary)?.n ?? 0,
  }
}

function rate(name: 'requests_per_s' | 'output_tokens_per_s' | 'total_tokens_per_s'): ComparedMetric {
  return {
    name,
    unit: 'per_s',
    better: 'higher',
    // Of an older Tare a summary may lack what was added since.
    read: ({ throughput }) => throughput[name] ?? null,
    unresolved: () => null,
    ci95: ({ throughput }) => throughput.ci95?.[name] ?? null,
    n: ({ load }) => load.sent,
  }
}

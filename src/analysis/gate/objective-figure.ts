import { decide } from '../../metrics/objectives/decide.ts'
import { meets } from '../../metrics/objectives/per-request-latency.ts'
import type { Ci95, FigureName, SampledDistribution, Summary } from '../../metrics/summary.ts'
import { formatObjective } from '../../plan/format-objective.ts'
import { type Objective, objectiveKind } from '../../plan/objective.ts'
import { parseObjective } from '../../plan/parse-objective.ts'
import { wilsonInterval } from '../../statistics/wilson-interval.ts'
import type { GateOutcome } from './gate-report.ts'

/** What one run says of an objective. */
export interface ObjectiveFigure {
  /** Of means, rates and shares the figure; of quantiles the share beyond the limit where the run has counted it. */
  readonly kind: 'figure' | 'beyond'
  readonly value: number | null
  readonly ci95: Ci95
  /** The limit that `value` is held against. */
  readonly limit: number
  /** What the run says by itself; null when it didn't measure it. */
  readonly outcome: GateOutcome | null
  /** Observations behind it, where it is a share of those. */
  readonly n: number | null
}

const outcomes = {
  met: 'pass',
  missed: 'fail',
  undecided: 'inconclusive',
  in_goodput: 'pass',
  no_data: null,
} as const

/**
 * What a run says of an objective: what it found itself when its plan had it, else what follows from the figures of its summary. Null
 * when its summary can't say (a quantile that it doesn't keep, goodput by other limits).
 */
export function objectiveFigure(objective: Objective, summary: Summary): ObjectiveFigure | null {
  const wanted = formatObjective(objective)
  const own = summary.objectives.find(
    (result) => formatObjective(parseObjective(result.objective)) === wanted,
  )
  if (own === undefined) return fromFigures(objective, summary)
  const { value, ci95, beyond, status, n } = own
  const outcome = outcomes[status]
  const common = { outcome, n }
  if (beyond === null) return { kind: 'figure', value, ci95, limit: objective.limit, ...common }
  return { kind: 'beyond', value: beyond.share, ci95: beyond.ci95, limit: beyond.allowed, ...common }
}

function fromFigures(objective: Objective, summary: Summary): ObjectiveFigure | null {
  const { metric } = objective
  const { load, throughput } = summary
  if (metric === 'error_rate') {
    const value = load.sent === 0 ? null : load.failed / load.sent
    const ci95 = value === null ? null : wilsonInterval(value, load.sent)
    return { ...decided(objective, value, ci95), n: load.sent }
  }
  if (metric === 'goodput') return null
  if (objectiveKind(metric) === 'rate') {
    const rate = metric as keyof typeof throughput.ci95
    return { ...decided(objective, throughput[rate], throughput.ci95[rate]) }
  }
  const latency =
    metric === 'query'
      ? summary.queries?.latency_ms
      : summary.latency_ms[metric as keyof Summary['latency_ms']]
  if (latency === undefined || latency.n === 0) return decided(objective, null, null)
  return latencyFigure(objective, latency, load.sent === 0 ? 0 : load.failed / load.sent)
}

/** A figure against its limit; one that isn't resolvable decides nothing, and `no data` is the caller's to see. */
function decided(objective: Objective, value: number | null, ci95: Ci95): ObjectiveFigure {
  const status = decide(ci95, objective)
  return {
    kind: 'figure',
    value,
    ci95,
    limit: objective.limit,
    outcome: value === null ? null : outcomes[status],
    n: null,
  }
}

const keptQuantiles: readonly (readonly [number, FigureName])[] = [
  [0.5, 'p50'],
  [0.9, 'p90'],
  [0.95, 'p95'],
  [0.99, 'p99'],
  [0.999, 'p99_9'],
]

/**
 * A latency by its distribution, which is of the requests that succeeded. A failed one is beyond every limit: when a share f failed, the
 * q-quantile of all is the q/(1 − f)-quantile of those that succeeded. It is at least their q-quantile, which can show that the
 * limit is missed. And it is at most on the line from that to the next quantile kept that is as high, as latencies lie the farther
 * apart the later they are; the upper ends of their intervals can show that the limit is met.
 */
function latencyFigure(
  objective: Objective,
  latency: SampledDistribution,
  failed: number,
): ObjectiveFigure | null {
  const { statistic, metric } = objective
  if (statistic === 'each' || statistic === 'max') {
    if (statistic === 'each' && metric === 'itl') return null
    const met = failed === 0 && latency.max !== null && meets(latency.max, objective)
    return { ...decided(objective, latency.max, null), outcome: met ? 'pass' : 'fail' }
  }
  if (statistic === 'mean') return figureOf(objective, latency, 'mean')
  if (typeof statistic === 'string') return null
  const { quantile } = statistic
  const kept = keptQuantiles.find(([q]) => q === quantile)
  if (kept === undefined) return null
  const below = figureOf(objective, latency, kept[1])
  if (failed === 0) return below
  if (failed > 1 - quantile) return { ...below, outcome: 'fail' }
  const most = mostAt(quantile / (1 - failed), [quantile, kept[1]], latency)
  const met = most !== null && meets(most, objective)
  return { ...below, outcome: below.outcome === 'fail' ? 'fail' : met ? 'pass' : 'inconclusive' }
}

/** What a quantile may be at most, above one that is kept; null when none is as high and resolved. */
function mostAt(
  wanted: number,
  [q, name]: readonly [number, FigureName],
  { resolution }: SampledDistribution,
): number | null {
  const above = keptQuantiles.find(([other]) => other > q && other >= wanted)
  if (above === undefined) return null
  const [low, high] = [resolution[name].ci95, resolution[above[1]].ci95]
  if (low === null || high === null) return null
  return low[1] + ((high[1] - low[1]) * (wanted - q)) / (above[0] - q)
}

function figureOf(objective: Objective, latency: SampledDistribution, name: FigureName): ObjectiveFigure {
  const figure = decided(objective, latency[name], latency.resolution[name].ci95)
  // It was measured, if too little.
  return { ...figure, outcome: figure.outcome ?? 'inconclusive' }
}

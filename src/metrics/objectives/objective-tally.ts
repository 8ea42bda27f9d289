import { type Objective, objectiveKind, queryLatency } from '../../plan/objective.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { shareInterval } from '../../statistics/share-interval.ts'
import type { MeasuredWindow, RecordedSpan } from '../measured-window.ts'
import type { PooledGaps } from '../pooled-gaps.ts'
import type { BeyondLimit, Ci95, Goodput, ObjectiveResult, SampledDistribution, Summary } from '../summary.ts'
import { beyondOf, complement, decide, decideBeyond } from './decide.ts'
import { GapLimits } from './gap-limits.ts'
import { GoodputTally, type GoodShare } from './goodput-tally.ts'
import { bounds, type Finding, latencyFinding } from './latency-objective.ts'
import { isLatency, type ObjectiveLatency } from './per-request-latency.ts'
import { type LatencyOfRequests, RequestValues } from './request-values.ts'

/** What objectives take from the rest of the summary. */
export interface OtherFigures {
  readonly itl: SampledDistribution
  readonly gaps: PooledGaps
  readonly throughput: Summary['throughput']
  /** The latency of all measured queries. */
  readonly queries: () => LatencyOfRequests
  /** Whether anybody counted tokens. */
  readonly tokensCounted: boolean
}

const units = { latency: 'ms', share: 'share', rate: 'per_s' } as const
const nothing: Finding = { value: null, ci95: null, status: 'no_data', beyond: null, n: 0 }

/** Holds a run against its objectives, in the first two of a summary's passes. */
export class ObjectiveTally {
  readonly #objectives: readonly Objective[]
  readonly #requests: RequestValues
  readonly #gapLimits: GapLimits
  readonly #goodput: GoodputTally
  readonly #goodputAsked: boolean

  constructor(objectives: readonly Objective[]) {
    this.#objectives = objectives
    const ofRequests = objectives.flatMap((objective) =>
      isLatency(objective.metric) && !isOfGaps(objective) ? [objective.metric] : [],
    )
    this.#requests = new RequestValues([...new Set<ObjectiveLatency>(ofRequests)])
    this.#gapLimits = new GapLimits(objectives.filter(hasGapLimit))
    this.#goodput = new GoodputTally(objectives.filter(({ statistic }) => statistic === 'each'))
    this.#goodputAsked = objectives.some(({ metric }) => metric === 'goodput')
  }

  /** First pass. */
  add(record: RequestRecord): void {
    if (this.#objectives.length === 0 || record.phase !== 'measure') return
    this.#requests.add(record)
    this.#gapLimits.add(record)
  }

  /** Second pass. */
  addAgain(record: RequestRecord, window: MeasuredWindow, span: RecordedSpan): void {
    if (this.#objectives.length === 0) return
    this.#goodput.addAgain(record, window)
    if (record.phase === 'measure') this.#gapLimits.addAgain(record, span)
  }

  /** After all passes. */
  results(other: OtherFigures): {
    readonly goodput: Goodput | null
    readonly objectives: readonly ObjectiveResult[]
  } {
    const asked = this.#goodputAsked || this.#objectives.some(({ statistic }) => statistic === 'each')
    const good = asked ? this.#goodput.share(this.#requests) : null
    return {
      goodput: asked ? this.#goodput.summary(good) : null,
      objectives: this.#objectives.map((objective) => ({
        objective: objective.text,
        metric: objective.metric,
        unit: units[objectiveKind(objective.metric)],
        limit: objective.limit,
        ...this.#ruled(objective, this.#finding(objective, good, other)),
      })),
    }
  }

  /** With what no interval says: of a run in which nothing succeeded, that it met nothing. */
  #ruled(objective: Objective, finding: Finding): Finding {
    if (finding.status === 'no_data') return finding
    if (objective.statistic === 'each' && this.#goodputAsked) return { ...finding, status: 'in_goodput' }
    return this.#requests.ok === 0 ? { ...finding, status: 'missed' } : finding
  }

  #finding(objective: Objective, good: GoodShare | null, other: OtherFigures): Finding {
    const n = this.#requests.n
    if (n === 0) return nothing
    if (isOfGaps(objective)) return this.#ofGaps(objective, other)
    if (isLatency(objective.metric)) {
      const latency = this.#requests.latency(objective.metric)
      const unmeasured = !latency.measured && this.#requests.ok > 0
      return unmeasured ? nothing : latencyFinding(objective, latency)
    }
    if (objective.metric === queryLatency) {
      const queries = other.queries()
      return queries.values.length === 0 ? nothing : latencyFinding(objective, queries)
    }
    if (objective.metric === 'error_rate') {
      const { share, ci95 } = shareInterval(this.#requests.failures())
      const beyond = beyondOf(share, ci95, objective.limit)
      const status = decideBeyond(beyond, objective.comparison === '<')
      return { value: share, ci95, status, beyond, n }
    }
    if (objective.metric === 'goodput') {
      if (good === null) return nothing
      const ci95: Ci95 = good.ci95 === null ? null : [complement(good.ci95[1]), complement(good.ci95[0])]
      const beyond = beyondOf(complement(good.share), ci95, complement(objective.limit))
      const status = decideBeyond(beyond, objective.comparison === '>')
      return { value: good.share, ci95: good.ci95, status, beyond, n }
    }
    const uncounted = objective.metric !== 'requests_per_s' && !other.tokensCounted
    if (uncounted && this.#requests.ok > 0) return nothing
    const ci95 = other.throughput.ci95[objective.metric]
    const value = other.throughput[objective.metric]
    return { value, ci95, status: decide(ci95, objective), beyond: null, n }
  }

  /** Of all gaps together, as `latency_ms.itl`. */
  #ofGaps(objective: Objective, { itl, gaps }: OtherFigures): Finding {
    const { statistic } = objective
    if (itl.n === 0) {
      if (this.#requests.ok > 0) return nothing
      const beyond = statistic === 'mean' ? null : beyondOf(1, null, allowedBeyond(statistic))
      return { ...nothing, status: 'missed', beyond, n: this.#requests.n }
    }
    if (statistic === 'mean') {
      const { ci95 } = itl.resolution.mean
      const status = decide(ci95, objective)
      return { value: ci95 === null ? null : itl.mean, ci95, status, beyond: null, n: itl.n }
    }
    const share = this.#gapLimits.beyond(objective, itl.resolution.p50.vif ?? 1)
    if (share === null) throw new RangeError('the second pass must show the gaps of the first')
    const beyond: BeyondLimit = beyondOf(share.share, share.ci95, allowedBeyond(statistic))
    const found = { beyond, status: decideBeyond(beyond, false), n: itl.n }
    if (typeof statistic !== 'object') return { value: itl.max, ci95: null, ...found }
    const { value, interval } = gaps.quantileFigure(statistic.quantile)
    const ci95 = bounds(interval)
    return { value: ci95 === null ? null : value, ci95, ...found }
  }
}

/** Quantiles that an objective asks of the gaps of all requests together. */
export function gapProbabilities(objectives: readonly Objective[]): readonly number[] {
  return objectives.flatMap(({ metric, statistic }) =>
    metric === 'itl' && typeof statistic === 'object' ? [statistic.quantile] : [],
  )
}

function isOfGaps({ metric, statistic }: Objective): boolean {
  return metric === 'itl' && statistic !== 'each'
}

function hasGapLimit(objective: Objective): boolean {
  return isOfGaps(objective) && objective.statistic !== 'mean'
}

function allowedBeyond(statistic: Objective['statistic']): number {
  return typeof statistic === 'object' ? complement(statistic.quantile) : 0
}

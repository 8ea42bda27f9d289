import type { CheckStatus } from '../../metrics/summary.ts'
import type { InconclusivePolicy } from '../../plan/gate.ts'
import type { ComparabilityNote } from '../comparison/comparison.ts'
import type { MetricComparison } from '../comparison/metric-comparison.ts'

/** `pass`: a regression beyond the margin is excluded; `fail`: it is shown; else `inconclusive`. */
export type GateOutcome = 'pass' | 'fail' | 'inconclusive'

/**
 * What a gate says of all: `fail` when one result is, else `inconclusive` when one is, else `pass`. Before that `invalid`, when a run
 * mustn't be believed, which is neither a pass nor a fail; and where nothing could be compared, `no_baseline`, `seeded` when the policy
 * made the run the first of its baseline, and `not_comparable`.
 */
export type GateVerdict = GateOutcome | 'invalid' | 'seeded' | 'no_baseline' | 'not_comparable'

/** What became of one gate in one cell. */
export interface GateResult {
  /** As given: `ttft.p99 5%`, or an objective: `ttft.p99 < 300ms`. */
  readonly gate: string
  readonly kind: 'regression' | 'objective' | 'cell'
  readonly cell: string | null
  /** Of a cell that vanished, `*`. */
  readonly metric: string
  readonly margin: number | null
  readonly outcome: GateOutcome
  /** One-sided p of a regression no larger than the margin, adjusted by Holm over all regression gates; null of objectives. */
  readonly adjustedP: number | null
  /** What was compared; null of objectives and where there was nothing to compare. */
  readonly comparison: MetricComparison | null
  /** Of the change, as the gate decides by it: at the report's `confidence`. Null where there is none. */
  readonly interval: readonly [low: number, high: number] | null
  /** In a sentence without its full stop: `ttft.p99 is 7.2 % worse (5.1 to 9.4 %), the margin is 5 %`. */
  readonly message: string
}

/** A check of trust, over the runs that were gated: the worst of them. */
export interface GateCheck {
  readonly id: string
  readonly status: CheckStatus
  readonly message: string
  readonly remedy: string | null
}

export interface GateReport {
  readonly run: string
  /** As it was asked for; null when nothing was to be compared with. */
  readonly baseline: string | null
  /** How many runs each side has. */
  readonly runs: number
  readonly baselineRuns: number
  /** Pairs of runs that were made one after the other; null where the runs of each side are by themselves. */
  readonly blocks: number | null
  /** Of the intervals that decide: 0.95, or more where an A/B experiment ended by what its figures showed. */
  readonly confidence: number
  readonly outcome: GateVerdict
  /** 0, 4 failed, 5 inconclusive by policy, 3 invalid, 2 without a baseline or comparability. */
  readonly exitStatus: number
  /** What becomes of what is inconclusive. */
  readonly inconclusive: InconclusivePolicy
  readonly notes: readonly ComparabilityNote[]
  readonly gates: readonly GateResult[]
  /** Of the gated runs, not of the baseline's. */
  readonly checks: readonly GateCheck[]
  /** All other metrics, which can't fail the gate, by cell. */
  readonly exploratory: readonly {
    readonly cell: string | null
    readonly metrics: readonly MetricComparison[]
  }[]
  readonly newCells: readonly string[]
  readonly vanishedCells: readonly string[]
}

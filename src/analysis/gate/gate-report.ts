import type { ComparabilityNote } from '../comparison/comparison.ts'
import type { MetricComparison } from '../comparison/metric-comparison.ts'

/** `pass`: a regression beyond the margin is excluded; `fail`: it is shown; else `inconclusive`. */
export type GateOutcome = 'pass' | 'fail' | 'inconclusive'

/** What became of one gate in one cell. */
export interface GateResult {
  /** As given: `ttft.p99 5%`, or an objective: `ttft.p99 < 300ms`. */
  readonly gate: string
  readonly kind: 'regression' | 'objective'
  readonly cell: string | null
  readonly metric: string
  readonly margin: number | null
  readonly outcome: GateOutcome
  /** One-sided p of a regression no larger than the margin, adjusted by Holm over all regression gates; null of objectives. */
  readonly adjustedP: number | null
  /** What was compared; null of objectives and where there was nothing to compare. */
  readonly comparison: MetricComparison | null
  /** In a sentence without its full stop: `TTFT p99 is 7.2 % (5.1 to 9.4) worse, the margin is 5 %`. */
  readonly message: string
}

/** What a gate says of all. */
export interface GateReport {
  readonly run: string
  /** Null when there was none, and the policy let it be. */
  readonly baseline: string | null
  /** Worst of the results; `invalid` when a run mustn't be believed, which is neither a pass nor a fail. */
  readonly outcome: GateOutcome | 'invalid' | 'seeded' | 'no_baseline'
  /** 0, 4 failed, 5 inconclusive by policy, 3 invalid. */
  readonly exitStatus: number
  readonly notes: readonly ComparabilityNote[]
  readonly gates: readonly GateResult[]
  /** All other metrics, which can't fail the gate, by cell. */
  readonly exploratory: readonly {
    readonly cell: string | null
    readonly metrics: readonly MetricComparison[]
  }[]
  readonly newCells: readonly string[]
  readonly vanishedCells: readonly string[]
}

import type { CapacityAnswer } from './capacity-answer.ts'
import type { CapacityAxis, ObjectiveEvidence, ProbeOrder, ProbeResult } from './capacity-probe.ts'
import type { CapacityReport } from './capacity-report.ts'
import type { ReplicaPlan } from './plan-replicas.ts'
import type { ServingCost } from './serving-cost.ts'

/** What a search for a capacity found, for other programs: answer.json. schema/capacity.schema.json describes it. */
export interface CapacityResult {
  readonly schema: 'tare.capacity/1'
  readonly folder: string
  readonly objectives: readonly string[]
  /** Null when the search was interrupted. */
  readonly answer: {
    readonly outcome: CapacityAnswer['outcome']
    readonly axis: CapacityAxis
    readonly verified: number | null
    readonly refuted: number | null
    readonly confidence: number
    readonly probes: number
    readonly spent_s: number
    readonly why: string
  } | null
  readonly results: readonly ProbeRow[]
  readonly replicas: {
    readonly target_per_s: number
    readonly headroom: number
    readonly spare: number
    readonly needed: number
    readonly replicas: number
    readonly utilization: number
    readonly utilization_without_spare: number
  } | null
  readonly cost: {
    readonly per_hour: number
    readonly per_1k_requests: number
    readonly per_1m_output_tokens: number | null
    readonly per_1m_tokens: number | null
  } | null
}

/** A probe that was made. */
export interface ProbeRow {
  readonly phase: ProbeOrder['phase']
  readonly axis: CapacityAxis
  readonly load: number
  readonly duration_s: number
  readonly seed: number
  readonly spent_s: number
  readonly overloaded: boolean
  readonly invalid: boolean
  readonly objectives: readonly ObjectiveEvidence[]
}

/** The result of the search in a folder. */
export function capacityResult(
  folder: string,
  { objectives, answer, results, replicas, cost }: CapacityReport,
): CapacityResult {
  return {
    schema: 'tare.capacity/1',
    folder,
    objectives,
    answer: answer === null ? null : answerRow(answer),
    results: results.map(probeRow),
    replicas: replicas === null ? null : replicaRow(replicas),
    cost: cost === null ? null : costRow(cost),
  }
}

function answerRow({ spentSeconds, why, ...answer }: CapacityAnswer): CapacityResult['answer'] {
  return { ...answer, spent_s: spentSeconds, why }
}

function probeRow({ order, spentSeconds, overloaded, invalid, objectives }: ProbeResult): ProbeRow {
  const { durationSeconds, phase, axis, load, seed } = order
  return {
    phase,
    axis,
    load,
    duration_s: durationSeconds,
    seed,
    spent_s: spentSeconds,
    overloaded,
    invalid,
    objectives: objectives.map(({ beyond, ci95, allowed }) => ({ beyond, ci95, allowed })),
  }
}

function replicaRow(plan: ReplicaPlan): CapacityResult['replicas'] {
  const { targetPerSecond, utilizationWithoutSpare, headroom, spare, needed, replicas, utilization } = plan
  return {
    target_per_s: targetPerSecond,
    headroom,
    spare,
    needed,
    replicas,
    utilization,
    utilization_without_spare: utilizationWithoutSpare,
  }
}

function costRow(cost: ServingCost): CapacityResult['cost'] {
  return {
    per_hour: cost.perHour,
    per_1k_requests: cost.perThousandRequests,
    per_1m_output_tokens: cost.perMillionOutputTokens,
    per_1m_tokens: cost.perMillionTokens,
  }
}

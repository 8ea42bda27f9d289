import type { ClosedStage, LoadPlan, LoadStage } from './load-plan.ts'

/** A stage with its place in time. Times are nanoseconds since the run's epoch. */
export interface StageSpan<Stage extends LoadStage = LoadStage> {
  readonly stage: Stage
  /** Position in the plan. */
  readonly number: number
  readonly startNs: number
  /** When the load begins to move from its start to its end: the end of the warm-up in the first stage. */
  readonly rampStartNs: number
  /** The first moment that is no longer the stage's. */
  readonly endNs: number
  /** Index that the first send of this run of like stages has. */
  readonly indexBase: number
  /** Most requests, or queries, in flight in this run of like stages, over all workers: the seats of its index deal. */
  readonly seats: number
}

/**
 * The indices of each further kind of load begin at the next multiple of this. How many requests a closed stage sends is
 * known only afterwards, and no worker knows what the others sent, so what follows it can't count on from there.
 */
const indicesPerKind = 2 ** 32

/** Places a plan's stages in time. The first lasts `warmupNs` longer than it says. */
export function stageSpans(plan: LoadPlan): readonly StageSpan[] {
  const spans: StageSpan[] = []
  let startNs = 0
  let kinds = 0
  plan.stages.forEach((stage, number) => {
    if (number > 0 && plan.stages[number - 1]!.kind !== stage.kind) kinds += 1
    const rampStartNs = number === 0 ? plan.warmupNs : startNs
    const endNs = rampStartNs + stage.durationNs
    const seats = seatsAround(plan.stages, number, plan.maxConcurrency)
    spans.push({ stage, number, startNs, rampStartNs, endNs, indexBase: kinds * indicesPerKind, seats })
    startNs = endNs
  })
  return spans
}

/** The most concurrency of the unbroken run of like stages that this one is in. */
function seatsAround(stages: readonly LoadStage[], number: number, maxConcurrency: number): number {
  const isOther = (stage: LoadStage): boolean => stage.kind !== stages[number]!.kind
  const first = stages.slice(0, number).findLastIndex(isOther) + 1
  const length = stages.slice(first).findIndex(isOther)
  const alike = stages.slice(first, length < 0 ? undefined : first + length)
  return Math.max(
    ...alike.map((stage) => (stage.kind === 'closed' ? peakConcurrency(stage) : maxConcurrency)),
  )
}

/** Most queries in flight at any time of a closed stage. */
export function peakConcurrency(stage: ClosedStage): number {
  return Math.max(stage.startConcurrency, stage.endConcurrency)
}

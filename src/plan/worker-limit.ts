import type { LoadPlan } from '../load/load-plan.ts'

export interface WorkerLimit {
  /** More workers than this would have nothing to do. */
  readonly useful: number
  /** With more than this, some worker's share of the sends could never be sent: it would have no slot. */
  readonly most: number
}

/** How many workers a load can be shared among. */
export function workerLimit(load: LoadPlan): WorkerLimit {
  if (load.stages.some((stage) => stage.kind !== 'closed'))
    return { useful: load.maxConcurrency, most: load.maxConcurrency }
  const peaks = load.stages.map((stage) =>
    stage.kind === 'closed' ? Math.max(stage.startConcurrency, stage.endConcurrency) : 0,
  )
  return { useful: Math.max(...peaks), most: Number.POSITIVE_INFINITY }
}

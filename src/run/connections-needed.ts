import type { LoadPlan } from '../load/load-plan.ts'
import { localPorts, type ResourceLimits, tooFewOpenFiles, tooFewPorts } from './resource-limits.ts'

/** Descriptors that a worker has open besides its connections, with room to spare. */
const besidesConnections = 64

/** Most connections that a plan can need at once over all workers; Infinity in an open loop without a limit. */
export function connectionsNeeded(load: LoadPlan): number {
  const most = load.stages.map((stage) =>
    stage.kind === 'closed' ? Math.max(stage.startConcurrency, stage.endConcurrency) : load.maxConcurrency,
  )
  return Math.max(...most)
}

/** Throws TareError 'resources' when a plan is sure to need more open files or local ports than there are. */
export function checkResources(load: LoadPlan, workers: number, limits: ResourceLimits): void {
  const needed = connectionsNeeded(load)
  if (needed === Number.POSITIVE_INFINITY) return
  const files = Math.ceil(needed / workers) + besidesConnections
  if (files > (limits.openFilesHard ?? Number.POSITIVE_INFINITY)) throw tooFewOpenFiles(files, limits)
  if (needed > (localPorts(limits) ?? Number.POSITIVE_INFINITY)) throw tooFewPorts(needed, limits)
}

import type { LoadPlan } from '../load/load-plan.ts'
import { querySizeOf } from '../load/query-size.ts'
import { stageSpans } from '../load/stage-span.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import { localPorts, type ResourceLimits, requireOpenFiles, tooFewPorts } from './resource-limits.ts'

/** Descriptors that a worker has open besides its connections, with room to spare. */
const besidesConnections = 64

/** Most connections that a plan can need at once over all workers; Infinity in an open loop without a limit. */
export function connectionsNeeded(load: LoadPlan): number {
  const size = querySizeOf(load)
  return Math.max(
    ...stageSpans(load).map(({ stage, seats }) => (stage.kind === 'closed' ? seats * size : seats)),
  )
}

/**
 * Throws TareError 'resources' when a plan is sure to need more open files or local ports than there are. A limit that
 * can't be read stops no run.
 */
export function checkResources(
  load: LoadPlan,
  workers: number,
  endpoint: Endpoint,
  limits: ResourceLimits,
): void {
  const needed = connectionsNeeded(load)
  if (needed === Number.POSITIVE_INFINITY) return
  const files = Math.ceil(needed / workers) + besidesConnections
  requireOpenFiles(files, limits)
  const ports = endpoint.kind === 'unix' ? null : localPorts(limits)
  if (needed > (ports ?? Number.POSITIVE_INFINITY)) throw tooFewPorts(needed, limits)
}

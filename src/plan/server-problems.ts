import type { LoadPlan } from '../load/load-plan.ts'
import { offeredLoad } from '../load/offered-load.ts'
import { formatDuration } from './duration.ts'
import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'
import type { ServerPlan } from './server-plan.ts'

/** A change takes a server longer than this, and each costs several requests to its management API. */
const shortestStormNs = 100e6

/** Parts of the server under management that contradict each other or the target. */
export function* serverProblems({ server, target, load }: Plan): Iterable<PlanProblem> {
  if (server === null) return
  if (target.url === null) {
    const message = 'needs target.url: the embedded simulator is not under management'
    yield { path: ['server', 'kind'], message }
  }
  if (server.ready.timeoutNs === 0) {
    yield { path: ['server', 'ready', 'timeout'], message: 'no server is ready within 0' }
  }
  if (server.kind === 'torchserve' && server.minWorkers > server.maxWorkers) {
    const message = `${server.minWorkers} is more than max_workers, which is ${server.maxWorkers}`
    yield { path: ['server', 'min_workers'], message }
  }
  yield* stormProblems(server, load)
  if ((server.kind === 'torchserve' || server.kind === 'kserve-v2') && target.model === null) {
    yield { path: ['server', 'kind'], message: 'needs target.model: which model is to be set' }
  }
}

/** What a scale storm doesn't go with. */
function* stormProblems(server: ServerPlan, load: LoadPlan): Iterable<PlanProblem> {
  if (server.kind !== 'torchserve' || server.scaleStorm === null) return
  const { workers, everyNs } = server.scaleStorm
  const path = ['server', 'scale_storm']
  if (server.workflow)
    yield { path, message: 'the workers of a workflow can’t be changed, only those of a model' }
  for (const [name, asked] of [
    ['min_workers', server.minWorkers],
    ['max_workers', server.maxWorkers],
  ] as const) {
    if (asked === workers[0]) continue
    const message = `is ${asked}, and server.scale_storm begins with ${workers[0]} workers: leave it out`
    yield { path: ['server', name], message }
  }
  if (everyNs < shortestStormNs) {
    const message = `must be ${formatDuration(shortestStormNs)} at least, or 0s for no storm`
    yield { path: [...path, 'every'], message }
  }
  const measuredNs = offeredLoad(load).endNs - load.warmupNs
  if (everyNs >= measuredNs) {
    const message = `is no less than the ${formatDuration(measuredNs)} that are measured: nothing would be changed`
    yield { path: [...path, 'every'], message }
  }
}

import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'

/** Parts of the server under management that contradict each other or the target. */
export function* serverProblems({ server, target }: Plan): Iterable<PlanProblem> {
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
  if ((server.kind === 'torchserve' || server.kind === 'kserve-v2') && target.model === null) {
    yield { path: ['server', 'kind'], message: 'needs target.model: which model is to be set' }
  }
}

import { backgroundRunPlan } from './background-run-plan.ts'
import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'

/** What of a plan's background contradicts itself, by what would of a plan of its own, or the measured load. */
export function* backgroundProblems(
  plan: Plan,
  problemsOf: (plan: Plan) => Iterable<PlanProblem>,
): Iterable<PlanProblem> {
  const { background, target } = plan
  if (background === null) return
  if (background.target.url === null && target.url !== null) {
    const message = 'must be given: the embedded simulator is only there when it is measured'
    yield { path: ['background', 'target', 'url'], message }
  }
  if (background.load.stages.some(({ durationNs }) => Number.isFinite(durationNs))) {
    const message = 'must be unbounded: the background ends with the measured run'
    yield { path: ['background', 'load', 'stage', 'duration'], message }
  }
  for (const { path, message } of problemsOf(backgroundRunPlan(plan, background))) {
    const [section, key, ...rest] = path
    const own = section === 'client' ? [key ?? 'workers', ...rest] : path
    // Of how both are measured the measured run's own check speaks.
    if (section !== 'measure') yield { path: ['background', ...own], message }
  }
}

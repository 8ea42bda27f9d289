import type { ObjectiveMetric } from './objective.ts'
import { parseObjective } from './parse-objective.ts'
import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'

/** What only the events of a reply show. */
const streamed: readonly ObjectiveMetric[] = ['ttft', 'ttfat', 'itl', 'tpot', 'ttft_from_plan']

/** Objectives on what this plan's runs don't measure. */
export function* objectiveProblems({ objectives, target }: Plan): Iterable<PlanProblem> {
  if (target.stream) return
  for (const [position, text] of objectives.entries()) {
    const { metric } = parseObjective(text)
    if (!streamed.includes(metric)) continue
    yield {
      path: ['objectives', position],
      message: `${metric} isn't measured where replies come in one piece`,
    }
  }
}

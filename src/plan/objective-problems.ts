import { querySizeOf } from '../load/query-size.ts'
import { queryLatency, streamedMetrics } from './objective.ts'
import { parseObjective } from './parse-objective.ts'
import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'

/** Objectives on what this plan's runs don't measure. */
export function* objectiveProblems({ objectives, target, load }: Plan): Iterable<PlanProblem> {
  const alone = querySizeOf(load) === 1
  for (const [position, text] of objectives.entries()) {
    const { metric } = parseObjective(text)
    const path = ['objectives', position]
    if (!target.stream && streamedMetrics.includes(metric)) {
      yield { path, message: `${metric} isn't measured where replies come in one piece` }
    }
    if (alone && metric === queryLatency) {
      yield { path, message: `${metric} isn't measured where load.query_size is 1: e2e is the same there` }
    }
  }
}

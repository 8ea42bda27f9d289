import { querySizeOf } from '../load/query-size.ts'
import { queryLatency, streamedMetrics } from './objective.ts'
import { contradicts, parseGate } from './parse-gate.ts'
import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'

/** Gates that contradict each other, and those on what this plan's runs don't measure. */
export function* gateProblems({ gate, target, load }: Plan): Iterable<PlanProblem> {
  if (gate === null) return
  const alone = querySizeOf(load) === 1
  const gates = gate.maxRegression.map(parseGate)
  for (const [position, own] of gates.entries()) {
    const path = ['gate', 'max_regression', position]
    const [base = ''] = own.metric.split('.')
    if (!target.stream && streamedMetrics.some((metric) => metric === base)) {
      yield { path, message: `${base} isn't measured where replies come in one piece` }
    }
    if (alone && (base === queryLatency || base === 'queries_per_s')) {
      yield { path, message: `${base} isn't measured where load.query_size is 1` }
    }
    const contradicted = gates.slice(0, position).find((other) => contradicts(other, own))
    if (contradicted !== undefined) {
      yield { path, message: `contradicts "${contradicted.text}": give ${own.metric} one margin` }
    }
  }
}

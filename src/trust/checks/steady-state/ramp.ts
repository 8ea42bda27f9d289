import type { Check } from '../../check.ts'
import { passed } from '../../passed.ts'

export const ramp: Check = {
  id: 'ramp',
  group: 'steady state',
  title: 'One load, or many',
  tests:
    'A plan of several stages, or one that ramps, is several loads one after the other; one that scales the server meanwhile, several servers. A figure over all of them is of their mixture: it depends on how long each lasted. That is no fault, but it must be said, and the checks for a steady state have no question to ask.',
  formula: 'whether the plan has one stage of one rate or one concurrency; the number of stages that sent',
  source: 'inference-perf and k6 pool the latencies of all stages under one heading.',
  judge({ plan, requests }) {
    if (plan.homogeneous) return passed(1, null, null, 'the load is the same throughout')
    const { stage, measured } = requests.columns
    const stages = new Set(stage.filter((_, i) => measured[i] === 1)).size
    const which = stages > 1 ? `${stages} stages` : 'a load or a server that changes by plan'
    const message = `latencies are pooled over ${which}: figures are of their mixture, and depend on how long each lasted`
    return passed(stages, null, null, message)
  },
}

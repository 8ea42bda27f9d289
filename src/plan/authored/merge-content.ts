import { isMapping } from '../is-mapping.ts'
import { type PlanContent, valueAt, withoutValue } from './plan-content.ts'

/** What a key, said anew, takes the place of besides itself: it wouldn't go with what it is laid over. */
const replacesOfOne: Readonly<Record<string, readonly string[]>> = {
  'load.rate': ['load.concurrency', 'load.query_size', 'load.think_time', 'load.stages'],
  'load.concurrency': ['load.rate', 'load.arrival', 'load.burstiness', 'load.max_concurrency', 'load.stages'],
  'load.stages': [
    'load.rate',
    'load.arrival',
    'load.burstiness',
    'load.concurrency',
    'load.query_size',
    'load.think_time',
    'load.duration',
  ],
  'load.duration': ['load.stages'],
  'workload.input_tokens': ['workload.prompts_file', 'workload.body', 'workload.shapes'],
  'workload.prompts_file': ['workload.input_tokens', 'workload.body', 'workload.shapes'],
  'workload.body': ['workload.input_tokens', 'workload.prompts_file', 'workload.shapes'],
  'workload.shapes': ['workload.input_tokens', 'workload.prompts_file', 'workload.body'],
  'target.url': ['target.simulator_preset'],
  'target.simulator_preset': ['target.url'],
  'target.insecure': ['target.ca_file'],
  'target.ca_file': ['target.insecure'],
}

const replaces: Readonly<Record<string, readonly string[]>> = {
  ...replacesOfOne,
  ...Object.fromEntries(
    Object.entries(replacesOfOne).map(([path, others]) => [
      `background.${path}`,
      others.map((other) => `background.${other}`),
    ]),
  ),
}

/**
 * One plan's content laid over another's. Mappings are merged, anything else is replaced, and null takes back what is
 * below. What wouldn't go with something above it gives way: a rate above takes a concurrency below out.
 */
export function mergeContent(below: PlanContent, above: PlanContent): PlanContent {
  let left = below
  for (const [path, others] of Object.entries(replaces)) {
    if ((valueAt(above, path.split('.')) ?? null) === null) continue
    for (const other of others) left = withoutValue(left, other.split('.'))
  }
  const kind = valueAt(above, ['server', 'kind'])
  if (kind !== undefined && kind !== valueAt(below, ['server', 'kind'])) left = withoutValue(left, ['server'])
  return merged(left, above)
}

function merged(below: PlanContent, above: PlanContent): PlanContent {
  const result = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    const under = result.get(key)
    result.set(key, isMapping(under) && isMapping(value) ? merged(under, value) : value)
  }
  return Object.fromEntries(result)
}

import { numberRules } from '../number-rule.ts'
import { numberOf } from './key-kinds.ts'
import { loadKeys } from './load-keys.ts'
import { type PlanKey, planKey } from './plan-key.ts'
import { targetKeys } from './target-keys.ts'
import { workloadKeys } from './workload-keys.ts'

/** What a URL of its own cuts off: what was said of one server, secrets first, isn't for another. */
const notForAnotherServer = [
  'target.model',
  'target.headers',
  'target.api_key_env',
  'target.insecure',
  'target.ca_file',
  'target.extra_body',
]
const loadPaths = ['load.arrival', 'load.burstiness', 'load.think_time', 'load.max_concurrency']

/** The key of the measured load, as one of the background; no flag says it. */
function beside(key: PlanKey, otherwise: string, description = key.description): PlanKey {
  return {
    ...key,
    path: `background.${key.path}`,
    flag: null,
    field: null,
    default: otherwise,
    description,
  }
}

function asMeasured(key: PlanKey): PlanKey {
  const cut = notForAnotherServer.includes(key.path) ? '; with a URL of its own as if nothing were said' : ''
  return beside(key, `\`${key.path}\`${cut}`)
}

/** A second load while the measured one is on: what it costs one model that another is busy. */
export const backgroundKeys: readonly PlanKey[] = [
  ...targetKeys.filter(({ path }) => path !== 'target.simulator_preset').map(asMeasured),
  ...workloadKeys.filter(({ path }) => path !== 'workload.seed').map(asMeasured),
  planKey({
    path: 'background.load.rate',
    kind: numberOf(numberRules.ratePerSecond),
    default: 'none: a closed loop',
    description: 'Open loop: requests a second for as long as the measured run lasts; 0 is no background.',
    example: 20,
  }),
  planKey({
    path: 'background.load.concurrency',
    kind: numberOf(numberRules.concurrency),
    default: 'none: this or `background.load.rate` must be given',
    description: 'Closed loop: requests in flight for as long as the measured run lasts; 0 is no background.',
    example: 8,
  }),
  ...loadKeys.filter(({ path }) => loadPaths.includes(path)).map((key) => beside(key, key.default)),
  planKey({
    path: 'background.load.seed',
    kind: numberOf(numberRules.seed),
    default: 'another than `load.seed`, drawn from it',
    description: "Of the background's times, prompts and lengths.",
    example: 8,
  }),
  planKey({
    path: 'background.workers',
    kind: numberOf(numberRules.workers),
    default: '`1`',
    description: 'Processes that send the background, beside those of `client.workers`.',
    example: 2,
  }),
]

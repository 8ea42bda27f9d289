import { endlessRequests } from '../background-run-plan.ts'
import { parseBaseUrl } from '../base-url.ts'
import { isMapping } from '../is-mapping.ts'
import type { BackgroundPlan, Plan } from '../plan.ts'
import { planFromFlags } from '../plan-from-flags.ts'
import type { RunSurroundings } from '../run-flags.ts'
import { flagsOfContent } from './flags-of-content.ts'
import { mergeContent } from './merge-content.ts'
import { type PlanContent, valueAt, withoutValue } from './plan-content.ts'
import { type AuthoredPlan, authoredError } from './plan-layer.ts'

/** Whether the content says anything of a background. A section whose keys are all null is none. */
function saysBackground(content: PlanContent): boolean {
  return saysAnything(content.background)
}

/** How many processes send the background; 0 without one. Known before its load is, so that all cells of a matrix agree. */
export function backgroundWorkers(content: PlanContent): number {
  return saysBackground(content) ? Number(valueAt(content, ['background', 'workers']) ?? 1) : 0
}

/**
 * The second load that a plan's content asks for beside the measured one, whose plan is `plan`; null when it has none, or one of 0.
 * What the background doesn't say of its target and its workload is as the measured one's. Throws TareError('plan'), and
 * TareError('usage') in the words of flags.
 */
export function backgroundOfContent(
  content: PlanContent,
  plan: Plan,
  authored: AuthoredPlan,
  around: RunSurroundings,
): BackgroundPlan | null {
  if (!saysBackground(content)) return null
  const load = sectionAt(content, ['background', 'load'])
  const amountKey = ['rate', 'concurrency'].find((key) => (load[key] ?? null) !== null)
  if (amountKey === undefined) {
    const message = 'has no load: give background.load.rate or background.load.concurrency'
    throw authoredError(authored, { path: ['background'], part: 'key', message })
  }
  const isOff = Number(load[amountKey]) === 0
  const run = {
    ...askedOf(content, plan),
    load: {
      // What is off is read all the same, so that a mistake shows in every cell.
      ...load,
      ...(isOff ? { [amountKey]: 1 } : {}),
      requests: endlessRequests,
      seed: load.seed ?? otherSeed(plan.load.seed),
    },
  }
  const own = planFromFlags(flagsOfContent(run), around)
  if (isOff) return null
  const { target, workload, load: ownLoad } = own
  return { target, workload, load: ownLoad, workers: backgroundWorkers(content) }
}

/** What is sent and where: the background's own words over those of the measured load that are true of it too. */
function askedOf(content: PlanContent, plan: Plan): PlanContent {
  const target = sectionAt(content, ['background', 'target'])
  const url = typeof target.url === 'string' ? target.url : null
  const api = target.api ?? (url === null ? undefined : parseBaseUrl(url).api) ?? plan.target.api
  const isOfSameApi = api === plan.target.api
  let below: PlanContent = {
    target: url === null ? sectionAt(content, ['target']) : withStream(content),
    workload: sectionAt(content, ['workload']),
  }
  // An API in the path of the measured URL has been read into the plan.
  if (url === null && plan.target.url !== null) {
    below = mergeContent(below, { target: { url: plan.target.url } })
  }
  if (!isOfSameApi) {
    below = withoutValue(below, ['workload'])
    for (const key of ['stream', 'extra_body']) below = withoutValue(below, ['target', key])
  }
  const above = {
    target: { ...target, ...(url === null ? { api } : {}) },
    workload: sectionAt(content, ['background', 'workload']),
  }
  const asked = mergeContent(withoutValue(below, ['workload', 'seed']), above)
  const needsApi = url !== null && valueAt(asked, ['target', 'api']) === undefined
  return needsApi ? mergeContent(asked, { target: { api } }) : asked
}

function withStream(content: PlanContent): PlanContent {
  const stream = valueAt(content, ['target', 'stream'])
  return stream === undefined ? {} : { stream }
}

/** Another than the measured load's: with its prompts, one would find the other's in the server's cache. */
function otherSeed(seed: number): number {
  return (seed + 1_640_531_527) % Number.MAX_SAFE_INTEGER
}

function sectionAt(content: PlanContent, path: readonly string[]): PlanContent {
  const section = valueAt(content, path)
  return isMapping(section) ? section : {}
}

function saysAnything(given: unknown): boolean {
  return isMapping(given) ? Object.values(given).some(saysAnything) : (given ?? null) !== null
}

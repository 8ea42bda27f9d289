import { TareError } from '../errors.ts'
import { checkLoadPlan } from '../load/check-load-plan.ts'
import { backgroundProblems } from './background-problems.ts'
import { gateProblems } from './gate-problems.ts'
import { numberRules } from './number-rule.ts'
import { objectiveProblems } from './objective-problems.ts'
import { payloadProblems } from './payload-problems.ts'
import type { Plan } from './plan.ts'
import type { PlanProblem } from './plan-problem.ts'
import { serverProblems } from './server-problems.ts'
import { workerLimit } from './worker-limit.ts'

/** What no part of a plan shows by itself, however good each is: parts that contradict each other. */
export function planProblems(plan: Plan): readonly PlanProblem[] {
  return [
    ...targetProblems(plan),
    ...loadProblems(plan),
    ...payloadProblems(plan),
    ...clientProblems(plan),
    ...serverProblems(plan),
    ...objectiveProblems(plan),
    ...gateProblems(plan),
    ...backgroundProblems(plan, planProblems),
  ]
}

function* targetProblems({ target }: Plan): Iterable<PlanProblem> {
  const secure = target.url?.startsWith('https://') ?? false
  if (target.insecure && !secure) {
    yield { path: ['target', 'insecure'], message: 'only a target with https:// has a certificate to trust' }
  }
  if (target.caFile !== null && (!secure || target.insecure)) {
    const message = secure
      ? 'insecure trusts any certificate'
      : 'only a target with https:// has a certificate to check'
    yield { path: ['target', 'ca_file'], message }
  }
  if (target.apiKeyEnv !== null && Object.hasOwn(target.headers, 'authorization')) {
    yield {
      path: ['target', 'api_key_env'],
      message: 'the header authorization says otherwise who asks: use one of them',
    }
  }
}

function* loadProblems({ load }: Plan): Iterable<PlanProblem> {
  for (const [position, stage] of load.stages.entries()) {
    if (stage.kind === 'open' && stage.arrival !== 'gamma' && stage.burstiness !== 1) {
      const message = `an arrival process that is ${stage.arrival} has a burstiness of 1: use gamma for another`
      yield { path: ['load', 'stages', position, 'burstiness'], message }
    }
  }
  try {
    checkLoadPlan(load)
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    yield {
      path: ['load'],
      message: error.hint === undefined ? error.message : `${error.message}: ${error.hint}`,
    }
  }
}

function* clientProblems({ client, load, measure }: Plan): Iterable<PlanProblem> {
  const most = Math.min(workerLimit(load).most, numberRules.workers.max)
  if (client.workers > most) {
    yield { path: ['client', 'workers'], message: `load.max_concurrency leaves work for ${most} at most` }
  }
  if (measure.timeoutNs === 0) yield { path: ['measure', 'timeout'], message: 'no request can end within 0' }
}

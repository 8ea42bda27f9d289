import { TareError } from '../../errors.ts'
import { planKeys } from '../keys/plan-keys.ts'
import type { Plan } from '../plan.ts'
import { planFromFlags } from '../plan-from-flags.ts'
import { planProblems } from '../plan-problems.ts'
import type { RunSurroundings } from '../run-flags.ts'
import { backgroundOfContent, backgroundWorkers } from './background-of-content.ts'
import { flagsOfContent } from './flags-of-content.ts'
import { gateOfContent } from './gate-of-content.ts'
import { type PlanContent, valueAt } from './plan-content.ts'
import { type AuthoredPlan, authoredError, flagsLayer } from './plan-layer.ts'
import { serverOfContent } from './server-of-content.ts'

/**
 * The plan that content makes, every default filled in: what `tare run` makes of the same said by flags, and the
 * server. `authored` says where each thing stands. Throws TareError('plan') with that place and in the plan's words,
 * or the flag's where a flag said it.
 */
export function planOfContent(content: PlanContent, authored: AuthoredPlan, around: RunSurroundings): Plan {
  const flags = flagsOfContent(content)
  let plan: Plan
  try {
    plan = planFromFlags(flags, { ...around, cores: Math.max(1, around.cores - backgroundWorkers(content)) })
  } catch (error) {
    throw error instanceof TareError ? inPlanWords(error, authored) : error
  }
  let background: Plan['background']
  try {
    background = backgroundOfContent(content, plan, authored, around)
  } catch (error) {
    throw error instanceof TareError ? inPlanWords(error, authored, ['background']) : error
  }
  const workloadSeed = valueAt(content, ['workload', 'seed']) ?? null
  const workload = workloadSeed === null ? plan.workload : { ...plan.workload, seed: Number(workloadSeed) }
  const server = serverOfContent(content, authored, plan.target.url)
  const whole = { ...plan, workload, background, server, gate: gateOfContent(content) }
  const problem = planProblems(whole)[0]
  if (problem !== undefined) throw authoredError(authored, { ...problem, part: 'value' })
  return whole
}

/**
 * An error about flags, said of the plan's keys and with the place of the first of them that it is about. What is of the
 * `section` may be said there, or of the whole plan.
 */
function inPlanWords(error: TareError, authored: AuthoredPlan, section: readonly string[] = []): Error {
  const ofFlags = authored.layers.find(({ name }) => name === flagsLayer)?.content ?? {}
  const paths: string[] = []
  const translate = (text: string): string =>
    text.replaceAll(/--(no-)?[a-z]+(-[a-z]+)*/g, (flag) => {
      const whole = planKeys.find((key) => key.flag === flag || key.flag === `--${flag.slice(5)}`)?.path
      if (whole === undefined) return flag
      const own = [...section, whole].join('.')
      const path = valueAt(authored.content, own.split('.')) === undefined ? whole : own
      if (valueAt(ofFlags, path.split('.')) !== undefined) return flag
      paths.push(path)
      return path
    })
  const message = translate(error.message)
  const first = paths.find((path) => valueAt(authored.content, path.split('.')) !== undefined)
  const hint = error.hint === undefined ? undefined : translate(error.hint)
  if (first === undefined) {
    if (paths.length === 0) return error
    return authoredError(authored, { path: [], part: 'value', message }, hint)
  }
  const path = first.split('.')
  const rest = message.startsWith(first) ? message.slice(first.length).replace(/^:? /, '') : message
  return authoredError(authored, { path, part: 'value', message: rest }, hint)
}

/** A cell's error with the cell's name before it. */
export function ofCell(error: unknown, id: string): unknown {
  if (id === 'all' || !(error instanceof TareError) || error.code !== 'plan') return error
  const hint = error.hint === undefined ? {} : { hint: error.hint }
  return new TareError('plan', `cell ${id}: ${error.message}`, { ...hint, cause: error })
}

import { TareError } from '../errors.ts'
import type { AbSide } from '../experiment/ab/ab-task.ts'
import { surroundings } from '../experiment/surroundings.ts'
import { planOfAuthored } from '../plan/expand-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { planFromFlags } from '../plan/plan-from-flags.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import type { AbFlags } from './ab-flags.ts'
import { notWithResolved, readPlanFile } from './read-plan-file.ts'

/** What the command line names as A and B; B is null with --aa. */
export type AbTargets = readonly [a: string | undefined, b: string | undefined]

/** Both sides, whose runs go below `dir`. Flags of runs are for both. Throws TareError 'usage', and what is wrong in a plan. */
export function abSides(
  [a, b]: AbTargets,
  { set = [], aSet = [], bSet = [], aa = false }: AbFlags,
  runFlags: RunFlags,
  dir: string,
): { readonly a: AbSide; readonly b: AbSide | null } {
  const around = surroundings()
  const side = (target: string | undefined, sets: readonly string[]): AbSide => {
    const plan = planOf(target, runFlags, [...set, ...sets], around)
    const name = [target ?? 'the simulator', ...(sets.length === 0 ? [] : [`(${sets.join(', ')})`])].join(' ')
    return { name, plan: { ...plan, output: { ...plan.output, dir } } }
  }
  if (aa) {
    if (b === undefined && bSet.length === 0) return { a: side(a, aSet), b: null }
    throw new TareError('usage', '--aa measures A against itself, and B was given too', {
      hint: 'Leave out B, or --aa.',
    })
  }
  if (a === undefined || (b === undefined && aSet.length + bSet.length === 0)) {
    throw new TareError('usage', 'an A/B experiment needs two servers or plans', {
      hint: 'tare ab http://a:8000 http://b:8000 --rate 8; or one plan with --a-set and --b-set; or --aa.',
    })
  }
  return { a: side(a, aSet), b: side(b ?? a, bSet) }
}

function planOf(
  target: string | undefined,
  flags: RunFlags,
  sets: readonly string[],
  around: ReturnType<typeof surroundings>,
): Plan {
  if (target === undefined || !/\.ya?ml$/.test(target)) {
    if (sets.length > 0) {
      throw new TareError(
        'usage',
        `--set ${sets[0]} goes with a plan file, and ${target ?? 'the simulator'} is none`,
        {
          hint: 'Leave it out, or give a plan that says it.',
        },
      )
    }
    return planFromFlags(target === undefined ? flags : { ...flags, url: target }, around)
  }
  const file = readPlanFile(target, flags, sets)
  if (file.kind === 'authored') return planOfAuthored(file.authored, around)
  if (Object.keys(flags).length > 0) throw notWithResolved(`a flag (${Object.keys(flags)[0]})`, target)
  return file.plan
}

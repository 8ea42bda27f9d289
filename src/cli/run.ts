import type { Command } from 'commander'
import { TareError } from '../errors.ts'
import { surroundings } from '../experiment/surroundings.ts'
import type { Plan } from '../plan/plan.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { readResourceLimits, requireOpenFiles } from '../run/resource-limits.ts'
import { addRunOptions, addSetOption, givenRunFlags } from './run-options.ts'

/** What loading the program opens at most: its modules, many at a time. */
const openFilesToStart = 224

/** What may be said anew of a run that is run again: where its result goes. */
const resultFlags = ['out', 'label', 'format']

interface RunCommandFlags extends RunFlags {
  readonly set?: readonly string[]
}

/** Adds the command `run`. */
export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('measures a model server; without a URL, the embedded simulator')
    .argument('[target]', 'base URL (http://host:8000, https://…, unix:/path), or a plan file (*.yaml)')
  addRunOptions(command)
  addSetOption(command)
  command.action(async (target: string | undefined, { set, ...flags }: RunCommandFlags) => {
    requireOpenFiles(openFilesToStart, readResourceLimits())
    const plan = isPlanFile(target)
      ? await planFromFile(target, givenRunFlags(command, flags), command, set ?? [])
      : await planOf(target, flags, set)
    const { runAndPrint } = await import('./run-and-print.ts')
    process.exitCode = await runAndPrint(plan)
  })
}

function isPlanFile(target: string | undefined): target is string {
  return target !== undefined && /\.ya?ml$/.test(target)
}

async function planOf(url: string | undefined, flags: RunFlags, set: RunCommandFlags['set']): Promise<Plan> {
  if (set !== undefined) {
    throw new TareError('usage', '--set goes with a plan file', { hint: 'leave it out, or give the file' })
  }
  const { planFromFlags } = await import('../plan/plan-from-flags.ts')
  return planFromFlags(url === undefined ? flags : { ...flags, url }, surroundings())
}

/** One run of a plan file: what a person wrote with the flags over it, or a run again, whose plan says everything. */
async function planFromFile(
  path: string,
  flags: RunFlags,
  command: Command,
  sets: readonly string[],
): Promise<Plan> {
  const { notWithResolved, readPlanFile } = await import('./read-plan-file.ts')
  const file = readPlanFile(path, flags, sets)
  if (file.kind === 'authored') {
    const { planOfAuthored } = await import('../plan/expand-plan.ts')
    return planOfAuthored(file.authored, surroundings())
  }
  const { plan } = file
  const other = Object.keys(flags).find((name) => !resultFlags.includes(name))
  if (other !== undefined) {
    const flag = command.options.find((option) => option.attributeName() === other)?.long
    throw notWithResolved(flag ?? other, path)
  }
  const { planFromFlags } = await import('../plan/plan-from-flags.ts')
  const { output } = planFromFlags(flags, surroundings())
  return { ...plan, output: { ...output, label: output.label ?? plan.output.label } }
}

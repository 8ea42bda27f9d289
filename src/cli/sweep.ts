import { type Command, Option } from 'commander'
import { TareError } from '../errors.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { addRunOptions, addSetOption, givenRunFlags } from './run-options.ts'

interface SweepFlags extends RunFlags {
  readonly set?: readonly string[]
  readonly resume?: string
  readonly stopOnFailure?: boolean
}

/** Adds the command `sweep`. */
export function registerSweep(program: Command): void {
  const command = program
    .command('sweep')
    .description('runs every cell of a plan’s matrix, and says how it scales')
    .argument('[plan]', 'plan file (tare plan init writes one)')
  command.optionsGroup('The sweep:')
  command.addOption(new Option('--resume <dir>', 'go on with the sweep in this folder'))
  command.addOption(new Option('--stop-on-failure', 'end with the first run that fails'))
  addSetOption(command)
  addRunOptions(command)
  command.action(async (path: string | undefined, flags: SweepFlags) => {
    const { resume, stopOnFailure = false, set = [] } = flags
    const given = givenRunFlags(command, flags)
    const { goOnWithSweep, sweepPlanFile } = await import('./run-sweep.ts')
    if (resume !== undefined) {
      if (path !== undefined) {
        throw new TareError('usage', 'a plan doesn’t go with --resume: the folder has it', {
          hint: `tare sweep --resume ${resume}`,
        })
      }
      process.exitCode = await goOnWithSweep(resume, given, stopOnFailure)
      return
    }
    if (path === undefined) {
      throw new TareError('usage', 'a sweep needs a plan file', {
        hint: 'tare plan init writes one; then: tare sweep tare.yaml',
      })
    }
    process.exitCode = await sweepPlanFile(path, given, set, stopOnFailure)
  })
}

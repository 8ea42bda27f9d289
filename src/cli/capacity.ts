import { type Command, Option } from 'commander'
import type { CapacityFlags } from './capacity-flags.ts'
import { addRunOptions, addSetOption, givenRunFlags } from './run-options.ts'

/** Adds the command `capacity`. */
export function registerCapacity(program: Command): void {
  const command = program
    .command('capacity')
    .description('finds the largest rate at which the objectives hold')
    .argument('[target]', 'base URL, or a plan file (*.yaml) with objectives')
  command.optionsGroup('The search:')
  command.addOption(new Option('--from <load>', 'least rate that is tried (default: 1)'))
  command.addOption(new Option('--to <load>', 'largest (default: 10000)'))
  command.addOption(new Option('--closed', 'seek the largest concurrency of a closed loop instead'))
  command.addOption(new Option('--budget <time>', 'for all runs together (default: 30m)'))
  command.addOption(new Option('--width <share>', 'stop when the answer is this narrow (default: 5%)'))
  command.addOption(new Option('--shortest <time>', 'length of the first probes (default: 10s)'))
  command.addOption(new Option('--resume <dir>', 'go on with the search in this folder'))
  command.optionsGroup('What follows from it:')
  command.addOption(new Option('--target-rate <per s>', 'say how many replicas such a rate needs'))
  command.addOption(new Option('--headroom <share>', 'of each replica left free (default: 20%)'))
  command.addOption(new Option('--spare <n>', 'replicas that may fail (default: 1)'))
  command.addOption(new Option('--price <per hour>', 'of a replica: says what requests and tokens cost'))
  addSetOption(command)
  addRunOptions(command)
  command.action(async (target: string | undefined, flags: CapacityFlags) => {
    const { findCapacity } = await import('./find-capacity.ts')
    process.exitCode = await findCapacity(target, flags, givenRunFlags(command, flags))
  })
}

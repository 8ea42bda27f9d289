import { type Command, Option } from 'commander'
import type { AbFlags } from './ab-flags.ts'
import { collect } from './collect.ts'
import { addRunOptions, addSetOption, givenRunFlags } from './run-options.ts'

/** Adds the command `ab`. */
export function registerAb(program: Command): void {
  const command = program
    .command('ab')
    .description('measures two servers or configurations in turn, and says whether B differs from A')
    .argument('[a]', 'base URL, or a plan file (*.yaml)')
    .argument('[b]', 'the other; left out where --a-set and --b-set make two of one plan')
  const list = (flags: string, text: string): Option => new Option(flags, text).argParser(collect)
  command.optionsGroup('The experiment:')
  command.addOption(
    list('--metric <name>', 'what is decided on, up to 3 (default: ttft.p50 and tpot.p50, or e2e.p50)'),
  )
  command.addOption(new Option('--effect <share>', 'smallest change that is of interest (default: 5%)'))
  command.addOption(
    new Option('--blocks <n>', 'most blocks: 6, 10 or 16 (default: 16); of --aa: how many (60)'),
  )
  command.addOption(new Option('--budget <time>', 'for all runs together: no block is begun beyond it'))
  command.addOption(new Option('--keep-first', 'keep the first block even if it is unlike the others'))
  command.addOption(new Option('--aa', 'measure A against itself: how often does a difference show?'))
  command.addOption(new Option('--force', 'compare what isn’t comparable all the same'))
  command.addOption(new Option('--resume <dir>', 'go on with the experiment in this folder'))
  command.addOption(list('--a-set <name=value>', 'as --set, for A alone'))
  command.addOption(list('--b-set <name=value>', 'as --set, for B alone'))
  addSetOption(command)
  addRunOptions(command)
  const format = command.options.find((option) => option.attributeName() === 'format')
  if (format !== undefined) format.description = 'table, markdown or json (default: table)'
  command.action(async (a: string | undefined, b: string | undefined, flags: AbFlags) => {
    const { abAndPrint } = await import('./run-ab.ts')
    process.exitCode = await abAndPrint([a, b], flags, givenRunFlags(command, flags))
  })
}

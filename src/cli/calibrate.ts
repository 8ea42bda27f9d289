import { type Command, Option } from 'commander'
import type { CalibrateFlags } from './calibrate-machine.ts'

export function registerCalibrate(program: Command): void {
  program
    .command('calibrate')
    .summary('measures how much this machine can measure, and with what error')
    .description(
      'Measures the instrument on this machine: growing loads of the embedded simulator, whose log of when each token ' +
        'left is the truth that recorded times are held against. Keeps the result, and later runs cite it. Nothing ' +
        'else should run meanwhile.',
    )
    .option('--quick', 'half a minute rather than three: fewer loads, measured more briefly')
    .option('--budget <time>', 'wall-clock time for all of it (default: 3m, or 30s with --quick)')
    .option('--workers <n>', 'most workers (default: one for each core but one, as in tare run)')
    .option('--transport <how>', 'kernel or portable (default: as in tare run)')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (flags: CalibrateFlags) => {
      // Loaded only now: the help of every command reads this file.
      const { calibrateMachine } = await import('./calibrate-machine.ts')
      process.exitCode = await calibrateMachine(flags)
    })
}

import { type Command, Option } from 'commander'
import { collect } from './collect.ts'
import type { CompareFlags } from './compare-flags.ts'
import { shareAbove0Of } from './number-flags.ts'

/** Adds the command `compare`. */
export function registerCompare(program: Command): void {
  program
    .command('compare')
    .description('says whether B is faster or slower than A, and by how much')
    .argument('<a>', 'runs to compare with: the folder of a run, of a sweep, one with runs in it, or a label')
    .argument(
      '[b...]',
      'runs that are compared with them, each likewise; none where A is the folder of tare ab',
    )
    .addOption(
      new Option(
        '--metric <name>',
        'compare this: ttft.p99, requests_per_s; repeatable (default: headlines)',
      ).argParser(collect),
    )
    .option('--deciles <latency>', 'compare whole distributions too: ttft, itl, e2e at each decile')
    .addOption(
      new Option('--effect <share>', 'smallest change that is of interest (default: 5%)').argParser((text) =>
        shareAbove0Of('--effect', text),
      ),
    )
    .addOption(
      new Option(
        '--run-sd <share>',
        'how much runs are taken to vary where neither side has repeats (default: 10%)',
      ).argParser((text) => shareAbove0Of('--run-sd', text)),
    )
    .option('--force', 'compare what isn’t comparable, and say so')
    .option('--history <dir>', 'history of runs (default: $TARE_HISTORY, else tare-history)')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['table', 'markdown', 'json', 'csv'])
        .default('table'),
    )
    .addHelpText(
      'after',
      '\nFor example: tare compare runs/before runs/after\n             tare compare label:v1 label:v2 --metric ttft.p99 --effect 3%\n             tare compare ab/20260801-101500',
    )
    .action(async (a: string, others: readonly string[], flags: CompareFlags) => {
      const { printComparisons } = await import('./print-comparisons.ts')
      process.exitCode = await printComparisons(a, others, flags)
    })
}

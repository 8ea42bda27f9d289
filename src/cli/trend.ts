import { type Command, Option } from 'commander'
import { collect } from './collect.ts'
import type { TrendFlags } from './trend-flags.ts'

/** Adds the command `trend`. */
export function registerTrend(program: Command): void {
  program
    .command('trend')
    .description('shows a history over time, and where it changed')
    .argument('[selector]', 'which of its runs: branch:main, label:nightly, … (default: all)')
    .option('--history <dir>', 'folder of the history (default: $TARE_HISTORY, else tare-history)')
    .addOption(
      new Option('--metric <name>', 'ttft.p99, output_tokens_per_s, …; repeatable').argParser(collect),
    )
    .option('--since <age>', 'only changes that are younger, and series that have runs since: 90d, 2w')
    .addOption(
      new Option(
        '--min-magnitude <size>',
        'least change of rates and latencies (default: 5%), and of shares (default: 1pp); repeatable',
      ).argParser(collect),
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['table', 'markdown', 'json', 'csv'])
        .default('table'),
    )
    .option(
      '--fail-on-change',
      'exit 4 when the newest change of a series is for the worse, and not the machine’s',
    )
    .action(async (selector: string | undefined, flags: TrendFlags) => {
      const { printTrend } = await import('./print-trend.ts')
      process.exitCode = printTrend(selector, flags, Date.now())
    })
}

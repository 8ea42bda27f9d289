import { type Command, Option } from 'commander'
import { TareError } from '../errors.ts'
import { tell } from './tell.ts'
import { wholeNumber } from './whole-number.ts'

/** Adds the command `history`. */
export function registerHistory(program: Command): void {
  const history = program
    .command('history')
    .description('keeps runs to compare with: a folder, and an index of it')
  registerAdd(history)
  registerList(history)
  registerShow(history)
  registerPrune(history)
  registerRebuild(history)
}

interface StoreFlag {
  readonly history?: string
}

function subcommand(history: Command, name: string, description: string): Command {
  return history
    .command(name)
    .description(description)
    .option('--history <dir>', 'folder of the history (default: $TARE_HISTORY, else tare-history)')
}

interface AddFlags extends StoreFlag {
  readonly label?: string
  readonly branch?: string
  readonly commit?: string
  readonly withoutRecords?: boolean
}

function registerAdd(history: Command): void {
  subcommand(history, 'add', 'adds runs, each once')
    .argument('<run...>', 'folder of a run, of repeats, or of a sweep')
    .option('--label <label>', 'in the place of the runs’ own')
    .option('--branch <branch>', 'in the place of the one that the runs were started on')
    .option('--commit <commit>', 'in the place of the one that the runs were started at')
    .option('--without-records', 'leave out records.parquet, by far the largest file')
    .action(async (runs: readonly string[], flags: AddFlags) => {
      const { addedLines } = await import('./add-to-history.ts')
      for (const name of ['label', 'branch', 'commit'] as const) refuseEmpty(name, flags[name])
      for (const line of addedLines(runs, flags)) process.stdout.write(`${line}\n`)
    })
}

interface ListFlags extends StoreFlag {
  readonly format: string
  readonly limit?: string
}

function registerList(history: Command): void {
  subcommand(history, 'list', 'prints its runs, newest first')
    .argument('[selector]', 'which: branch:main, label:nightly,window:14d, … (default: all)')
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['table', 'json', 'csv']).default('table'),
    )
    .option('--limit <n>', 'so many at most (default: 50 in a table, all else)')
    .action(async (selector: string | undefined, { format, limit, ...flags }: ListFlags) => {
      const { printHistory } = await import('./list-history.ts')
      const most = wholeNumber('--limit', limit, 1, 1e9) ?? (format === 'table' ? 50 : undefined)
      printHistory(selector, format, most, flags.history)
    })
}

function registerShow(history: Command): void {
  subcommand(history, 'show', 'prints the whole result of a run')
    .argument('<run>', 'its id or the beginning of it, or a selector: the newest run of it')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (run: string, { format, history: store }: StoreFlag & { readonly format: string }) => {
      const { showHistoryRun } = await import('./show-history-run.ts')
      process.exitCode = await showHistoryRun(run, format, store)
    })
}

interface PruneFlags extends StoreFlag {
  readonly keep?: string
  readonly olderThan?: string
  readonly lastOfLabel?: boolean
  readonly yes?: boolean
  readonly dryRun?: boolean
}

function registerPrune(history: Command): void {
  subcommand(history, 'prune', 'removes runs; without --yes only says which')
    .argument('[selector]', 'of these (default: of all)')
    .option('--keep <n>', 'all but so many of the newest')
    .option('--older-than <age>', 'that began longer ago, such as 90d')
    .option('--last-of-label', 'the last run of a label too')
    .addOption(new Option('--dry-run', 'only say which, as without --yes').conflicts('yes'))
    .option('--yes', 'remove them')
    .action(async (selector: string | undefined, flags: PruneFlags) => {
      const keep = wholeNumber('--keep', flags.keep, 0, 1e9)
      if (selector === undefined && keep === undefined && flags.olderThan === undefined) {
        throw new TareError('usage', 'nothing says which runs to remove', {
          hint: 'Give --keep 100, --older-than 90d, or a selector such as branch:old.',
        })
      }
      const { prune } = await import('./prune-history.ts')
      prune(selector, keep, flags)
    })
}

function registerRebuild(history: Command): void {
  subcommand(history, 'rebuild', 'makes its index again from the runs').action(async (flags: StoreFlag) => {
    const { rebuildHistory } = await import('../experiment/history/rebuild-history.ts')
    const { defaultHistory } = await import('../experiment/history/history-folder.ts')
    const { printable } = await import('../report/printable.ts')
    const { runs, leftOut } = rebuildHistory(flags.history ?? defaultHistory())
    for (const line of leftOut) tell(`left out: ${printable(line)}`)
    process.stdout.write(`The index has ${runs} ${runs === 1 ? 'run' : 'runs'} now.\n`)
  })
}

function refuseEmpty(name: string, value: string | undefined): void {
  if (value === undefined || value.trim() !== '') return
  throw new TareError('usage', `--${name} is empty`, { hint: 'Leave it out, or give it a name.' })
}

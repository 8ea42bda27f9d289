import { type Command, Option } from 'commander'
import { collect } from './collect.ts'
import { tell } from './tell.ts'
import { wholeNumber } from './whole-number.ts'

interface BisectFlags {
  readonly good: string
  readonly bad: string
  readonly repeat: string
  readonly mostRuns?: string
  readonly maxRegression?: readonly string[]
  readonly out?: string
  readonly inPlace?: boolean
  readonly format: string
}

/** What is asked for when nobody says: any API has it. */
const defaultGate = 'e2e.p50 5%'

/** Adds the command `bisect`. */
export function registerBisect(program: Command): void {
  program
    .command('bisect')
    .description('finds the commit that made it slower, by measuring')
    .argument(
      '<command...>',
      'after --: a line for the shell in single quotes, or a program and its arguments',
    )
    .requiredOption('--good <revision>', 'one that is as fast as it should be')
    .option('--bad <revision>', 'one that is not', 'HEAD')
    .addOption(
      new Option(
        '--max-regression <gate>',
        `what is too much, repeatable (default: '${defaultGate}')`,
      ).argParser(collect),
    )
    .option('--repeat <n>', 'runs of each revision', '3')
    .option('--most-runs <n>', 'runs of one that is inconclusive, at most (default: three times --repeat)')
    .option('--out <dir>', 'folder for runs and logs (default: bisects/<time>)')
    .option(
      '--in-place',
      'check revisions out in this working tree, where builds are warm, instead of in one of its own',
    )
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .addHelpText(
      'after',
      `
The command is run at each revision, and must leave a run in the folder $TARE_OUT:
  tare bisect --good v1.2 --bad main --max-regression 'ttft.p99 5%' -- 'npm ci && npm run build && tare run plan.yaml --out "$TARE_OUT"'`,
    )
    .action(async (command: readonly string[], flags: BisectFlags) => {
      const repeat = wholeNumber('--repeat', flags.repeat, 2, 100)!
      const mostRuns = wholeNumber('--most-runs', flags.mostRuns, repeat, 1000) ?? 3 * repeat
      const { parseGates } = await import('../plan/parse-gate.ts')
      const { folderTime } = await import('../plan/folder-time.ts')
      const { freshFolder } = await import('../experiment/fresh-folder.ts')
      const { runBisect } = await import('../experiment/bisect/run-bisect.ts')
      const { bisectDocument } = await import('../experiment/bisect/bisect-document.ts')
      const { bisectLines } = await import('../experiment/bisect/bisect-lines.ts')
      const { withInterrupts } = await import('./interrupts.ts')
      const gates = parseGates(flags.maxRegression ?? [defaultGate])
      const report = await withInterrupts(({ stop, abort }) =>
        runBisect({
          good: flags.good,
          bad: flags.bad,
          command,
          gates,
          repeat,
          mostRuns,
          tell,
          stop,
          abort,
          inPlace: flags.inPlace === true,
          out: flags.out ?? freshFolder('bisects', folderTime(new Date())),
        }),
      )
      if (flags.format === 'json')
        process.stdout.write(`${JSON.stringify(bisectDocument(report), null, 2)}\n`)
      else for (const line of bisectLines(report)) process.stdout.write(`${line}\n`)
    })
}

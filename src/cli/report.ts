import { type Command, Option } from 'commander'
import { TareError } from '../errors.ts'

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('prints the result of a run or a sweep again, from its files')
    .argument('<folder>', 'folder of a run or a sweep')
    .addOption(
      new Option('--format <format>', 'how to print it; of a sweep also csv, markdown and ab-report')
        .choices(['table', 'json', 'csv', 'markdown', 'ab-report'])
        .default('table'),
    )
    .action(async (path: string, options: { format: string }) => {
      const { isSweepFolder, readSweepRows } = await import('../experiment/sweep/read-rows.ts')
      if (isSweepFolder(path)) {
        const { printSweep } = await import('./print-sweep.ts')
        return printSweep(readSweepRows(path), path, options.format)
      }
      if (!['table', 'json'].includes(options.format)) {
        throw new TareError('usage', `--format ${options.format} is of a sweep, and ${path} is a run`, {
          hint: 'tare export prints a run’s requests as CSV.',
        })
      }
      const { reportRun } = await import('../run/report-run.ts')
      const { printSummary } = await import('./print-summary.ts')
      process.exitCode = printSummary(await reportRun(path), path, options.format)
    })
}

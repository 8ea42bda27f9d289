import { type Command, Option } from 'commander'

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('prints the result of a run again, from its files')
    .argument('<run>', 'run folder')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (path: string, options: { format: string }) => {
      const { reportRun } = await import('../run/report-run.ts')
      const { printSummary } = await import('./print-summary.ts')
      process.exitCode = printSummary(await reportRun(path), path, options.format)
    })
}

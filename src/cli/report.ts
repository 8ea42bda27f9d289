import type { Command } from 'commander'

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('prints the result of a run again, from its files')
    .argument('<run>', 'run folder')
    .option('--format <format>', 'table or json', 'table')
    .action(async (path: string, options: { format: string }) => {
      const { reportRun } = await import('../run/report-run.ts')
      const { printSummary } = await import('./print-summary.ts')
      printSummary(await reportRun(path), path, options.format)
    })
}

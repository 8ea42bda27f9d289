import type { Command } from 'commander'

export function registerRecover(program: Command): void {
  program
    .command('recover')
    .description('completes a run that was killed, from what its workers had written')
    .argument('<run>', 'run folder')
    .option('--format <format>', 'table or json', 'table')
    .action(async (path: string, options: { format: string }) => {
      const { recoverRun } = await import('../run/recover.ts')
      const { printSummary } = await import('./print-summary.ts')
      const { folder, summary } = recoverRun(path)
      printSummary(summary, folder.path, options.format)
    })
}

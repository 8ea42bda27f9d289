import { type Command, Option } from 'commander'

export function registerRecover(program: Command): void {
  program
    .command('recover')
    .description('completes a run that was killed, from what its workers had written')
    .argument('<run>', 'run folder')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (path: string, options: { format: string }) => {
      const { recoverRun } = await import('../run/recover.ts')
      const { printSummary } = await import('./print-summary.ts')
      const { folder, summary } = await recoverRun(path)
      process.exitCode = printSummary(summary, folder.path, options.format)
    })
}

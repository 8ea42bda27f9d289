import type { Command } from 'commander'

export function registerExport(program: Command): void {
  program
    .command('export')
    .description('prints a run’s records, one a line')
    .argument('<run>', 'run folder')
    .option('--format <format>', 'jsonl or csv', 'jsonl')
    .action(async (path: string, options: { format: string }) => {
      const { exportRun } = await import('../run/export-run.ts')
      await exportRun(path, options.format, process.stdout)
    })
}

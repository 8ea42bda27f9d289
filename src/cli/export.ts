import { type Command, Option } from 'commander'
import type { ExportFormat } from '../record/export-records.ts'

export function registerExport(program: Command): void {
  program
    .command('export')
    .description('prints a run’s records, one a line')
    .argument('<run>', 'run folder')
    .addOption(
      new Option('--format <format>', 'how to print them').choices(['jsonl', 'csv']).default('jsonl'),
    )
    .action(async (path: string, options: { format: ExportFormat }) => {
      const { exportRun } = await import('../run/export-run.ts')
      await exportRun(path, options.format, process.stdout)
    })
}

import { type Command, Option } from 'commander'

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('prints the result of a run or a sweep again, from its files')
    .argument('<folder>', 'folder of a run or a sweep')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (path: string, options: { format: string }) => {
      const { isSweepFolder, readSweepRows } = await import('../experiment/sweep/read-rows.ts')
      if (isSweepFolder(path)) {
        const { printSweep } = await import('./print-sweep.ts')
        return printSweep(readSweepRows(path), path, options.format)
      }
      const { reportRun } = await import('../run/report-run.ts')
      const { printSummary } = await import('./print-summary.ts')
      process.exitCode = printSummary(await reportRun(path), path, options.format)
    })
}

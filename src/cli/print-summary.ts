import type { Summary } from '../metrics/summary.ts'
import { renderJsonReport } from '../report/json-report.ts'
import { styleFor } from '../report/style.ts'
import { renderSummary } from '../report/terminal-summary.ts'

/** Prints a run's result on standard output. */
export function printSummary(summary: Summary, folder: string, format: string): void {
  const style = styleFor(process.stdout, process.env)
  process.stdout.write(
    format === 'json'
      ? renderJsonReport(summary)
      : renderSummary(summary, {
          style,
          runFolder: folder,
          commands: { 'every request': `tare export ${folder} --format csv` },
        }),
  )
}

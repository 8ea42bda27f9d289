import { invalidRunStatus } from '../errors.ts'
import type { Summary, Verdict } from '../metrics/summary.ts'
import { renderJsonReport } from '../report/json-report.ts'
import { type StyleEnvironment, styleFor } from '../report/style.ts'
import { renderSummary } from '../report/terminal-summary.ts'

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }

/** Where a result goes: standard output and error, and what they can show. */
export interface SummaryOutput {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: StyleEnvironment
}

/** Prints a run's result, and returns the exit status that its verdict asks for. */
export function printSummary(
  summary: Summary,
  folder: string,
  format: string,
  { stdout, stderr, env }: SummaryOutput = process,
): number {
  const invalid = summary.verdict.status === 'INVALID'
  if (format === 'json') {
    stdout.write(renderJsonReport(summary))
    // JSON goes to a file or a program more often than not: a person is told too.
    if (invalid) stderr.write(invalidLine(summary.verdict))
  } else {
    const commands = { 'every request': `tare export ${folder} --format csv` }
    stdout.write(renderSummary(summary, { style: styleFor(stdout, env), runFolder: folder, commands }))
  }
  return invalid ? invalidRunStatus : 0
}

function invalidLine({ checks }: Verdict): string {
  const failed = checks.filter(({ status }) => status === 'invalid').map(({ id }) => id)
  return `INVALID: ${failed.join(', ')} (why: verdict.checks; what each is: tare explain CHECK)\n`
}

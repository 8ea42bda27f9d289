import { printableLines } from '../report/printable.ts'

/** Says a line on standard error: standard output is for the result. */
export function tell(line: string): void {
  process.stderr.write(`${printableLines(line)}\n`)
}

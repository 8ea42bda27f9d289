/** Says a line on standard error: standard output is for the result. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

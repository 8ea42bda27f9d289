import { exitStatusFor, TareError } from '../errors.ts'
import { printableLines } from '../report/printable.ts'

/** Says on standard error what went wrong and what to change, and returns the process's exit status. */
export function reportError(error: unknown): number {
  if (error instanceof TareError) {
    // It may quote a folder's name, a file or a server.
    process.stderr.write(`error: ${printableLines(error.message)}\n`)
    if (error.hint !== undefined) process.stderr.write(`  ${printableLines(error.hint)}\n`)
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(
      `internal error: ${text}\n  This is a bug in Tare: please report it with the command line.\n`,
    )
  }
  return exitStatusFor(error)
}

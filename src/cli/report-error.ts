import { exitStatusFor, TareError } from '../errors.ts'

/** Says on standard error what went wrong and what to change, and returns the process's exit status. */
export function reportError(error: unknown): number {
  if (error instanceof TareError) {
    process.stderr.write(`error: ${error.message}\n`)
    if (error.hint !== undefined) process.stderr.write(`  ${error.hint}\n`)
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(
      `internal error: ${text}\n  This is a bug in Tare: please report it with the command line.\n`,
    )
  }
  return exitStatusFor(error)
}

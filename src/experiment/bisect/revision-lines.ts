import { shortened } from '../../errors.ts'
import { printable } from '../../report/printable.ts'
import type { JudgedRevision } from './bisect-report.ts'

/** `bad   3f2a91c0d1e2  Make steps slower (3 runs)`, and a line a gate. */
export function revisionLines({ revision, verdict, runs, why, gates }: JudgedRevision): readonly string[] {
  const subject = shortened(printable(revision.subject), 60)
  const reason = why === null ? '' : `: ${why}`
  const count = `${runs} ${runs === 1 ? 'run' : 'runs'}`
  const first = `${verdict.padEnd(4)}  ${revision.commit.slice(0, 12)}  ${subject} (${count})${reason}`
  return [first, ...gates.map(({ message }) => `      ${printable(message)}`)]
}

import { formatQuantity } from '../../report/format-number.ts'
import { printable } from '../../report/printable.ts'
import type { BisectReport } from './bisect-report.ts'
import type { Revision } from './git-bisect.ts'

/** What a search found, for people. */
export function bisectLines({ firstBad, among, between, runs, folder }: BisectReport): readonly string[] {
  const cost = `${formatQuantity(between.length + 2, 'revision')} measured, both ends too, by ${formatQuantity(runs, 'run')}`
  const found =
    firstBad === null
      ? ['The first bad commit is one of these, which could not be decided:', ...among.map(inWords)]
      : [
          'The first bad commit:',
          inWords(firstBad.revision),
          ...firstBad.gates.map(({ message }) => `  ${printable(message)}`),
        ]
  return [...found, `${cost}; runs and logs: ${folder}`]
}

function inWords({ commit, subject, author, authoredAt }: Revision): string {
  return `  ${commit}  ${printable(subject)} (${printable(author)}, ${authoredAt.slice(0, 10)})`
}

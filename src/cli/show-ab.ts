import { TareError } from '../errors.ts'
import { isAbFolder } from '../experiment/ab/ab-folder.ts'
import { readAbReport } from '../experiment/ab/read-ab-report.ts'
import { forFlag } from '../plan/for-flag.ts'
import { parseChoice } from '../plan/parse-choice.ts'
import type { CompareFlags } from './compare-flags.ts'
import { abFormats, abStatus, printAb } from './print-ab.ts'

/** `tare compare` of one folder: what came of the A/B experiment in it, which has both sides. Returns the exit status. */
export function showAb(reference: string, flags: CompareFlags): number {
  if (!isAbFolder(reference)) {
    throw new TareError('usage', `${reference} alone can't be compared: there is nothing beside it`, {
      hint: `Give what it is compared with first: tare compare BASELINE ${reference}. The folder of tare ab has both.`,
    })
  }
  const [flag] = Object.keys(flags).filter((name) => name !== 'format' && name !== 'history')
  if (flag !== undefined) {
    const name = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    throw new TareError(
      'usage',
      `${name} doesn't go with an A/B experiment, which was decided as it was asked for`,
      {
        hint: 'Leave it out. All metrics that the runs have are shown.',
      },
    )
  }
  const report = readAbReport(reference)
  printAb(
    reference,
    report,
    forFlag('--format', () => parseChoice(flags.format, abFormats)),
  )
  return abStatus(report)
}

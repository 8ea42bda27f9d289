import { type AbReport, outcomeOf } from '../analysis/ab/ab-report.ts'
import { abResult } from '../analysis/ab/ab-result.ts'
import { lostBlocks } from '../analysis/ab/block-row.ts'
import { invalidRunStatus, notComparableStatus } from '../errors.ts'
import { abMarkdown } from '../report/ab-markdown.ts'
import { renderAb } from '../report/ab-table.ts'
import { styleFor } from '../report/style.ts'

export const abFormats = ['table', 'markdown', 'json'] as const
export type AbFormat = (typeof abFormats)[number]

/** Prints what came of an A/B experiment; `folder` as a person would give it. */
export function printAb(folder: string, report: AbReport, format: AbFormat): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify(abResult(folder, report), null, 2)}\n`)
  else if (format === 'markdown') process.stdout.write(abMarkdown(report))
  else process.stdout.write(`\n${renderAb(report, styleFor(process.stdout, process.env))}`)
}

/** The exit status of an experiment that wasn't interrupted. A difference is a result like another. */
export function abStatus(report: AbReport): number {
  if (outcomeOf(report) === 'not_comparable') return notComparableStatus
  if (report.end !== 'lost_blocks') return 0
  const lost = lostBlocks(report.blocks)
  return lost.some(({ a, b }) => [a, b].some((run) => run?.status === 'invalid')) ? invalidRunStatus : 1
}

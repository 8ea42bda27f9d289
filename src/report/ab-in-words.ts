import { type AbDecision, type AbEnd, type AbReport, outcomeOf } from '../analysis/ab/ab-report.ts'
import type { AbMetric } from '../analysis/ab/assess-blocks.ts'
import { isMeasured } from '../analysis/ab/block-row.ts'
import { changeText, verdictWord } from './comparison-words.ts'
import { twoDigitPercent } from './two-digit-percent.ts'

/** The experiment's answer in a sentence without its full stop, marked where it was forced. */
export function abInWords(report: AbReport): string {
  const isForced = report.forced && report.notes.some(({ severity }) => severity === 'refuse')
  return `${isForced ? 'FORCED: ' : ''}${answerInWords(report)}`
}

function answerInWords(report: AbReport): string {
  const { decision, falseAlarms, notes, options } = report
  if (decision === null) return aaInWords(falseAlarms!.experiments)
  switch (outcomeOf(report)) {
    case 'not_comparable':
      return `A and B aren’t comparable: ${notes.find(({ severity }) => severity === 'refuse')?.message}`
    case 'difference':
      return differenceInWords(decision)
    case 'no_difference':
      return `no difference shown in ${options.metrics.join(', ')}: one of ${twoDigitPercent(options.effect)} would show with a chance of 80 %`
    default:
      return `can’t tell: ${whyOpen(report, decision)}`
  }
}

function differenceInWords({ assessment }: AbDecision): string {
  const said = (verdict: 'better' | 'worse'): readonly AbMetric[] =>
    assessment.metrics.filter(({ comparison }) => comparison.verdict === verdict)
  const [worse, better] = [said('worse'), said('better')]
  const parts = [worse, better].filter((metrics) => metrics.length > 0)
  return parts
    .map((metrics, at) => {
      const word = sideWord(metrics)
      const list = metrics
        .map(({ comparison }) => `${comparison.metric} ${changeText(comparison)}`)
        .join(', ')
      return `${at === 0 ? 'B is ' : ''}${word}: ${list}`
    })
    .join('; ')
}

/** `slower` where all are, else `worse`. */
function sideWord(metrics: readonly AbMetric[]): string {
  const words = new Set(metrics.map(({ comparison }) => verdictWord(comparison.verdict, comparison)))
  return words.size === 1 ? Array.from(words)[0]! : metrics[0]!.comparison.verdict
}

function whyOpen({ end, blocks }: AbReport, { assessment }: AbDecision): string {
  if (end === 'no_figures') {
    const missing = assessment.metrics.filter(
      ({ comparison: { a, b } }) => a.value === null && b.value === null,
    )
    return `${missing.map(({ comparison }) => comparison.metric).join(', ')}: ${endInWords[end]}`
  }
  const look = assessment.looks.at(-1)
  if (look === undefined) {
    return `${blocks.filter(isMeasured).length} of the ${assessment.nextLookAt} blocks that the first look needs; ${endInWords[end]}`
  }
  return `${look.open.join(', ')} after ${look.blocks} blocks; ${endInWords[end]}`
}

/** Why there are no more blocks. */
export const endInWords: Readonly<Record<AbEnd, string>> = {
  decided: 'every metric was decided',
  out_of_blocks: 'there was no further look',
  no_figures: 'no run has a figure: make the runs longer, or decide on another metric',
  aa_complete: 'all blocks were measured',
  out_of_budget: 'the budget has no room for another block',
  lost_blocks: 'too many blocks failed',
  interrupted: 'interrupted',
}

function aaInWords({
  comparisons,
  alarms,
  ci95,
}: NonNullable<AbReport['falseAlarms']>['experiments']): string {
  if (ci95 === null) return 'no false alarm rate: not one whole experiment fits in the blocks'
  const share = twoDigitPercent(alarms / comparisons)
  const interval = `95 %: ${twoDigitPercent(ci95[0])} to ${twoDigitPercent(ci95[1])}`
  return `false alarms: ${alarms} of ${comparisons} experiments, ${share} (${interval})`
}

import type { AbDecision, AbReport } from '../analysis/ab/ab-report.ts'
import type { AbMetric } from '../analysis/ab/assess-blocks.ts'
import { formatQuantity } from './format-number.ts'

/** What the table means. */
export function abNote({ assessment, metrics }: AbDecision): string {
  const decisive = metrics.filter(({ decides }) => decides)
  const blocks = Array.from(new Set(decisive.map((each) => each.blocks)))
  const shared = decisive.length === 1 ? 'all looks' : 'all looks and all of them'
  const own = blocks.length > 1 ? ` Each is of the look that decided it: ${blocks.join(' or ')} blocks.` : ''
  const early = assessment.looks.length === 0 ? ' No look was held, and nothing is decided.' : ''
  return (
    `Latencies in ms. A and B ± half of their 95 % interval; change is B against A, block by block, ± half of its ${levelInWords(metrics)} interval. ` +
    `* decides: 5 % of false alarms are for ${shared} together; the other metrics are beside. ` +
    `≥: as large a change is shown by 4 of 5 such experiments.${own}${early}`
  )
}

/** Of the intervals: `99.2 %`; looks have their own levels. */
function levelInWords(metrics: readonly AbMetric[]): string {
  const levels = metrics.map(({ alpha }) => Number((100 * (1 - alpha)).toPrecision(3)))
  return `${Array.from(new Set(levels)).join(' or ')} %`
}

/** What stands behind a rate of false alarms. */
export function aaNote({ falseAlarms, options }: AbReport): string {
  const { comparisons } = falseAlarms!.experiments
  return (
    `An experiment is all of tare ab, on blocks of its own: an alarm is a difference in ${options.metrics.join(' or ')}, which 5 % of them may show. ` +
    `${formatQuantity(comparisons, 'experiment')} say little of a rate: to show that it is below 5 % takes 59 without an alarm. ` +
    'The table is of each metric by itself in every 6 blocks at 5 %; metrics of the same blocks aren’t independent, so that their rows don’t add up.'
  )
}

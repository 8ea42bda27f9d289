import type { AbMetric } from '../analysis/ab/assess-blocks.ts'
import type { AlarmCount, FalseAlarms } from '../analysis/ab/false-alarms.ts'
import type { ComparisonRow } from './comparison-rows.ts'
import { metricRow } from './comparison-rows.ts'
import { verdictWord } from './comparison-words.ts'
import { noNumber } from './format-number.ts'
import { twoDigitPercent } from './two-digit-percent.ts'

/** A line of the table of metrics; those that decide have a mark. */
export function abRow({ comparison, decides }: AbMetric): ComparisonRow {
  return metricRow(comparison, `${comparison.metric}${decides ? ' *' : ''}`)
}

/** `slower (≥ 0.9 % shows)`, `~ no difference shown (≥ 3.1 % shows)`; `open` of a decision metric that isn't decided. */
export function abVerdict({ comparison }: Pick<AbMetric, 'comparison'>, short: boolean): string {
  const { smallestShown, unit, verdict } = comparison
  const word = verdictWord(verdict, comparison)
  const long = { '~': '~ no difference shown', '?': '? can’t tell' }[word] ?? word
  const size = smallestShown === null ? null : Number((100 * smallestShown).toPrecision(2))
  const shows =
    size === null || size === 0 ? '' : ` (≥ ${size} ${unit === 'share' ? 'pp' : '%'}${short ? '' : ' shows'})`
  return `${short ? word : long}${shows}`
}

export const alarmHeads: readonly string[] = ['metric', 'comparisons', 'alarms', 'share', '95 % interval']

/** Rows of each metric's false alarms under those heads. */
export function alarmRows({ metrics }: FalseAlarms): readonly (readonly string[])[] {
  return metrics
    .filter(({ comparisons }) => comparisons > 0)
    .map((each) => [each.metric, String(each.comparisons), String(each.alarms), ...alarmShare(each)])
}

function alarmShare({ comparisons, alarms, ci95 }: AlarmCount): readonly string[] {
  if (ci95 === null) return [noNumber, noNumber]
  return [twoDigitPercent(alarms / comparisons), `${twoDigitPercent(ci95[0])} to ${twoDigitPercent(ci95[1])}`]
}

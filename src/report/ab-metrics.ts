import type { AbMetric } from '../analysis/ab/assess-blocks.ts'
import type { AlarmCount, FalseAlarms } from '../analysis/ab/false-alarms.ts'
import type { ComparisonRow } from './comparison-rows.ts'
import { metricRow } from './comparison-rows.ts'
import { invalidWord, longVerdict, sizeText, verdictWord } from './comparison-words.ts'
import { noNumber } from './format-number.ts'
import { twoDigitPercent } from './two-digit-percent.ts'

/** A line of the table of metrics; those that decide have a mark. */
export function abRow({ comparison, decides }: AbMetric): ComparisonRow {
  return metricRow(comparison, `${comparison.metric}${decides ? ' *' : ''}`)
}

/** `slower (≥ 0.9 % shows)`, `~ no difference shown (≥ 3.1 % shows)`; in short `~ (≥ 3.1 %)`. */
export function abVerdict({ comparison }: Pick<AbMetric, 'comparison'>, short: boolean): string {
  const { smallestShown, verdict } = comparison
  const word = verdictWord(verdict, comparison)
  const long = longVerdict(comparison)
  const shows =
    smallestShown === null || smallestShown === 0
      ? ''
      : ` (≥ ${sizeText(smallestShown, comparison)}${short ? '' : ' shows'})`
  const invalid = invalidWord(comparison)
  return `${short || word === long ? word : `${word} ${long}`}${shows}${short ? '' : invalid}`
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

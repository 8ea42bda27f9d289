import type { Comparison } from '../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'
import { multiplicityOf } from '../analysis/comparison/over-cells.ts'
import { formatQuantity } from './format-number.ts'

/** What signs and units mean, a sentence each, as far as there are any. */
export function comparisonLegend(metrics: readonly MetricComparison[]): string {
  const has = (test: (metric: MetricComparison) => boolean): boolean => metrics.some(test)
  return [
    'Figures are means over runs, ± half of their 95 % interval; change is B against A.',
    ...(has(({ unit }) => unit === 'ms') ? ['Latencies in ms.'] : []),
    ...(has(({ unit }) => unit === 'share') ? ['pp: percentage points.'] : []),
    ...(has(({ verdict }) => verdict === 'no_difference_shown')
      ? ['~ no difference shown: one of so much would be, four times of five.']
      : []),
    ...(has(({ verdict }) => verdict === 'cant_tell')
      ? ['? can’t tell: so many more runs a side would.']
      : []),
  ].join(' ')
}

/**
 * `13 comparisons, 6 differ, 5 of them when adjusted for their number; had nothing changed, about 0.7 would by luck.` Null where nothing is
 * compared.
 */
export function luckInWords(comparison: Comparison): string | null {
  const { comparisons, shown, shownAdjusted, byLuck } = multiplicityOf(comparison)
  if (comparisons === 0) return null
  const differ = shown === 1 ? 'differs' : 'differ'
  const adjusted = shown === 0 || comparisons === 1 ? '' : `, ${heldInWords(shown, shownAdjusted)}`
  const luck = byLuck < 10 ? Number(byLuck.toPrecision(1)) : Math.round(byLuck)
  return `${formatQuantity(comparisons, 'comparison')}, ${shown} ${differ}${adjusted}; had nothing changed, about ${luck} would by luck.`
}

function heldInWords(shown: number, held: number): string {
  if (held === shown) return 'also when adjusted for their number'
  return `${held === 0 ? 'none' : `${held} of them`} when adjusted for their number`
}

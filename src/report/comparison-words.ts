import { isInvalid } from '../analysis/comparison/invalid-mark.ts'
import type {
  ComparisonVerdict,
  MetricComparison,
  SideFigure,
} from '../analysis/comparison/metric-comparison.ts'
import type { Ci95 } from '../metrics/summary.ts'
import { formatEstimate } from './format-estimate.ts'
import { noNumber } from './format-number.ts'
import { formatRoughCount } from './rough-need.ts'

type Figured = Pick<MetricComparison, 'unit'>

/** What a verdict is called: times and rates are faster or slower, shares better or worse. */
export function verdictWord(verdict: ComparisonVerdict, { unit }: Figured): string {
  switch (verdict) {
    case 'better':
      return unit === 'share' ? 'better' : 'faster'
    case 'worse':
      return unit === 'share' ? 'worse' : 'slower'
    case 'no_difference_shown':
      return '~'
    case 'cant_tell':
      return '?'
  }
}

/** `slower`, `~ no difference shown (≥ 3.1 % would be)`, `? can’t tell: about 4 more runs a side would`. */
export function verdictInWords(comparison: MetricComparison): string {
  const { verdict, smallestShown, runsNeeded } = comparison
  if (verdict === 'no_difference_shown') {
    const shown = smallestShown === null ? '' : ` (≥ ${sizeText(smallestShown, comparison)} would be)`
    return `~ no difference shown${shown}`
  }
  if (verdict === 'cant_tell') {
    return runsNeeded === null
      ? '? can’t tell'
      : `? can’t tell: about ${runsInWords(runsNeeded)} a side would`
  }
  return verdictWord(verdict, comparison)
}

/** The same where there is little room: `~ (≥ 3.1 %)`, `? (+4 runs)`. */
export function verdictInShort(comparison: MetricComparison): string {
  const { verdict, smallestShown, runsNeeded } = comparison
  const word = verdictWord(verdict, comparison)
  if (verdict === 'no_difference_shown' && smallestShown !== null) {
    return `${word} (≥ ${sizeText(smallestShown, comparison)})`
  }
  return verdict === 'cant_tell' && runsNeeded !== null
    ? `${word} (+${runsNeeded === 1 ? '1 run' : `${formatRoughCount(runsNeeded)} runs`})`
    : word
}

function runsInWords(runs: number): string {
  return runs === 1 ? '1 more run' : `${formatRoughCount(runs)} more runs`
}

/** A side's figure: `12.2 ±0.4` in ms or per second, `0.12 % ±0.03`. */
export function sideText({ value, ci95 }: SideFigure, of: Figured): string {
  if (value === null) return noNumber
  const share = of.unit === 'share'
  if (share && value === 0) return '0 %'
  const [scaled, interval] = share ? [100 * value, percent(ci95)] : [value, ci95]
  return withHalf(scaled, interval, share ? ' %' : '')
}

/** `+19.7 % ±3.1`: what B is more than A; of shares in points: `−0.4 pp ±0.2`. */
export function changeText(comparison: MetricComparison): string {
  const { change, changeCi95, unit } = comparison
  if (change === null) return noNumber
  const text = withHalf(100 * change, percent(changeCi95), unit === 'share' ? ' pp' : ' %')
  if (/^-?0(?:\.0+)? /.test(text)) return text.replace('-', '')
  return text.startsWith('-') ? text.replace('-', '−') : `+${text}`
}

/** A change of a geometric mean, which has no interval. */
export function plainChangeText(change: number): string {
  return changeText({ change, changeCi95: null, unit: 'ms' } as MetricComparison)
}

/** `3.1 %`; of shares `0.3 pp`; from tenfold on `×32`. */
export function sizeText(size: number, { unit }: Figured): string {
  if (unit !== 'share' && size >= 9) return `×${formatRoughCount(1 + size)}`
  return `${Number((100 * size).toPrecision(2))} ${unit === 'share' ? 'pp' : '%'}`
}

function withHalf(value: number, ci95: Ci95, unit: string): string {
  const estimate = formatEstimate(value, ci95)
  return `${estimate.value}${unit}${estimate.halfWidth === null ? '' : ` ±${estimate.halfWidth}`}`
}

function percent(ci95: Ci95): Ci95 {
  return ci95 === null ? null : [100 * ci95[0], 100 * ci95[1]]
}

/** `ttft.p50, ms`: what a table of it is headed with; rates have their unit in their names. */
export function metricTitle({ metric, unit }: Pick<MetricComparison, 'metric' | 'unit'>): string {
  return unit === 'ms' ? `${metric}, ms` : metric
}

/** `2 slower, 1 faster, 8 no difference shown, 2 can’t tell`. */
export function talliesInWords(comparisons: readonly MetricComparison[]): string {
  const counts = new Map<string, number>()
  for (const comparison of comparisons) {
    const word = longVerdict(comparison)
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return Object.values(longWords)
    .flatMap((word) => (counts.has(word) ? [`${counts.get(word)} ${word}`] : []))
    .join(', ')
}

/** `slower`, `better`, `no difference shown`, `can’t tell`. */
export function longVerdict(comparison: Pick<MetricComparison, 'verdict' | 'unit'>): string {
  return longWords[verdictWord(comparison.verdict, comparison)]!
}

/** After a verdict that failed checks of the runs touch. */
export function invalidWord(comparison: MetricComparison): string {
  return isInvalid(comparison) ? ', INVALID' : ''
}

const longWords: Readonly<Record<string, string>> = {
  slower: 'slower',
  worse: 'worse',
  faster: 'faster',
  better: 'better',
  '~': 'no difference shown',
  '?': 'can’t tell',
}

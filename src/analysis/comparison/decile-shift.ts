import type { LatencyName } from '../../metrics/latency-quantiles.ts'
import type { Ci95 } from '../../metrics/summary.ts'
import { logMean } from '../../statistics/log-interval.ts'
import type { SideFigure } from './metric-comparison.ts'
import { type RunQuantile, shiftProbabilities } from './run-quantiles.ts'
import { type LogShift, logShift, type ResolvedQuantile } from './shift-error.ts'
import { type ShiftShape, shiftShape } from './shift-shape.ts'

/** What the bands allow for: what runs differ by (`own`, `borrowed` as in `VariationSource`), or only what two runs are sure of themselves. */
export type ShiftVariation = 'own' | 'borrowed' | 'within_runs'

/** One quantile of both sides. */
export interface ShiftPoint {
  readonly p: number
  /** Geometric mean over the runs, ms. */
  readonly a: SideFigure
  readonly b: SideFigure
  /** B ÷ A − 1; null where a side has no figure. */
  readonly change: number | null
  /** Its 95 % interval, of this quantile alone. */
  readonly ci95: Ci95
  /** What holds it with those of all other quantiles at once, in 95 of 100 comparisons. */
  readonly band: Ci95
  /** Why there is no band, in a sentence without its full stop; null where there is one. */
  readonly note: string | null
}

/** How the distribution of a latency moved from A to B: the shift function, as ratios. */
export interface DecileShift {
  readonly latency: LatencyName
  readonly variation: ShiftVariation
  /** Of each side. */
  readonly runs: readonly [a: number, b: number]
  /** In ascending order of p. */
  readonly points: readonly ShiftPoint[]
  readonly shape: ShiftShape
  /** What to mind of the runs that it is made from, each a sentence without its full stop. */
  readonly notes: readonly string[]
}

/** How often all bands hold at once, at least. */
const simultaneousAlpha = 0.05

/**
 * The ratio B ÷ A at each decile, and at p95 and p99 where runs resolve them, the run being the unit (Doksum 1974, Ann. Stat. 2, 267;
 * Wilcox 1995 compares deciles so). A run gives its quantiles, at `shiftProbabilities`.
 *
 * Bands are Bonferroni's: each of the k that there are is an interval at 1 − 0.05 ÷ k, and all hold at once whatever the dependence
 * between deciles of a run. Deciles of a run do move together, so the bands cover more than they must; but to take off what is too much one would
 * have to know how closely they move, and of that three runs say nothing: a maximum of t resampled from them covers far too little.
 * Šidák's would be 0.3 to 1 % narrower, and isn't proven for the t of variances that differ.
 */
export function decileShift(
  latency: LatencyName,
  a: readonly (readonly RunQuantile[])[],
  b: readonly (readonly RunQuantile[])[],
): DecileShift {
  const found = shiftProbabilities.map((p) => shiftAt(p, at(a, p), at(b, p)))
  const compared = found.filter(({ shift }) => shift !== null).length
  const points = found.map(({ shift, ...point }): ShiftPoint => {
    if (shift === null) return { ...point, ci95: null, band: null }
    const ci95 = inProportion(shift.interval(simultaneousAlpha))
    return { ...point, ci95, band: inProportion(shift.interval(simultaneousAlpha / compared)) }
  })
  return {
    latency,
    variation: variationOf(a.length, b.length),
    runs: [a.length, b.length],
    points,
    shape: shiftShape(points),
    notes: [],
  }
}

function variationOf(a: number, b: number): ShiftVariation {
  if (a > 1 && b > 1) return 'own'
  return a > 1 || b > 1 ? 'borrowed' : 'within_runs'
}

interface Found extends Omit<ShiftPoint, 'ci95' | 'band'> {
  readonly shift: LogShift | null
}

function shiftAt(p: number, a: readonly RunQuantile[], b: readonly RunQuantile[]): Found {
  const [ofA, ofB] = [resolved(a), resolved(b)]
  const figures = { p, a: sideFigure(ofA, a.length), b: sideFigure(ofB, b.length) }
  const reasons = [missing('A', ofA, a.length), missing('B', ofB, b.length)].filter(
    (reason) => reason !== null,
  )
  const note = reasons.length > 0 ? reasons.join('; ') : (zero('A', ofA, b) ?? zero('B', ofB, a))
  if (note === null) {
    const shift = logShift(ofA, ofB)
    return { ...figures, change: Math.expm1(shift.difference), note, shift }
  }
  const known = (figures.a.value ?? 0) > 0 && figures.b.value !== null
  return { ...figures, change: known ? figures.b.value! / figures.a.value! - 1 : null, note, shift: null }
}

function at(runs: readonly (readonly RunQuantile[])[], p: number): readonly RunQuantile[] {
  return runs.map(
    (quantiles) => quantiles.find((quantile) => quantile.p === p) ?? { p, value: null, ci95: null },
  )
}

function resolved(quantiles: readonly RunQuantile[]): readonly ResolvedQuantile[] {
  return quantiles.flatMap(({ value, ...rest }) => (value === null ? [] : [{ ...rest, value }]))
}

function sideFigure(quantiles: readonly ResolvedQuantile[], of: number): SideFigure {
  const counted = { runs: quantiles.length, of }
  const [first] = quantiles
  if (first === undefined) return { value: null, ci95: null, ...counted }
  if (quantiles.length === 1) return { value: first.value, ci95: first.ci95, ...counted }
  const values = quantiles.map(({ value }) => value)
  if (values.some((value) => value <= 0)) return { value: 0, ci95: null, ...counted }
  return { ...logMean(values), ...counted }
}

/** Fewer than half of the runs are no fair sample of them, and one of several doesn't show how they vary. */
function missing(side: string, { length }: readonly ResolvedQuantile[], of: number): string | null {
  if (length > 0 && length >= of / 2 && (length > 1 || of === 1)) return null
  return `not resolvable in ${of === 1 ? side : `${of - length} of ${of} runs of ${side}`}`
}

/** Nothing has a ratio to 0; where there are but two runs, nor has what an interval may be. */
function zero(
  side: string,
  quantiles: readonly ResolvedQuantile[],
  others: readonly RunQuantile[],
): string | null {
  const zeros = quantiles.filter(({ value }) => value <= 0).length
  if (zeros > 0)
    return `0 in ${quantiles.length === 1 ? side : `${zeros} of ${quantiles.length} runs of ${side}`}, which has no ratio`
  const alone = quantiles.length === 1 && others.length === 1
  const open = alone && !quantiles.every(({ ci95 }) => ci95 !== null && ci95[0] > 0)
  return open ? `not shown to be above 0 in ${side}` : null
}

function inProportion([low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.expm1(low), Math.expm1(high)]
}

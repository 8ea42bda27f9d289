import type { Summary } from '../../metrics/summary.ts'
import { moments } from '../../statistics/moments.ts'
import { type ChangeEstimate, type ComparedSides, concluded, unconcluded } from './change-estimate.ts'
import { missingNote, sharesOf, sideFigure, unresolvedNote, zeroNote } from './compare-metric.ts'
import { compareShares, type SharesOfRuns } from './compare-shares.ts'
import type { ComparedMetric } from './compared-metric.ts'
import type { ComparisonOptions } from './comparison-options.ts'
import { leastVariance } from './least-variance.ts'
import { type ErrorOfDifference, logChange, plainChange } from './log-change.ts'
import type { MetricComparison } from './metric-comparison.ts'
import { overRuns } from './metric-of-side.ts'

/** Two runs that were made one after the other, under the same seed. */
export interface Block {
  readonly a: Summary
  readonly b: Summary
}

/**
 * One metric over blocks of A and B: Student's t of the mean of ln(B ÷ A) of each block (of shares: of B − A), what all of a block
 * shares left out. The interval is at 1 − alpha. Blocks in which a side has no figure are left out; with fewer than two blocks, or half of
 * them, there is no interval. Ratios vary by no less than rounding makes them (`leastVariance`). Shares that differ by the same in each block, mostly by nothing, have the interval of
 * their counts.
 */
export function compareBlocks(
  alone: ComparedMetric,
  blocks: readonly Block[],
  options: ComparisonOptions & { readonly alpha: number },
): MetricComparison {
  const metric = overRuns(alone)
  const known = blocks.filter(({ a, b }) => metric.read(a) !== null && metric.read(b) !== null)
  const [as, bs] = sidesOf(known)
  const [allA, allB] = sidesOf(blocks)
  const sides: ComparedSides = {
    metric,
    a: sideFigure(metric, as, blocks.length),
    b: sideFigure(metric, bs, blocks.length),
  }
  const notes = [
    missingNote(metric, 'A', allA),
    missingNote(metric, 'B', allB),
    unresolvedNote(alone, [...as, ...bs]),
    ...(metric.unit === 'share' ? [] : [zeroNote(metric, 'A', as), zeroNote(metric, 'B', bs)]),
  ].filter((note) => note !== null)
  const zero = metric.unit !== 'share' && (sides.a.value === 0 || sides.b.value === 0)
  if (known.length < 2 || known.length < blocks.length / 2 || zero) {
    return unconcluded(sides, null, known.length === 1 ? [...notes, 'one block shows no variation'] : notes)
  }
  return concluded(sides, blockChange(metric, known, options), options, notes, options.alpha)
}

/**
 * A series that is looked at more than once ends where its blocks happen to agree, and then states too small a change: aimed for so much, 0.8 are
 * had by simulation.
 */
const aimedPower = 0.85

function blockChange(
  metric: ComparedMetric,
  blocks: readonly Block[],
  { alpha, assumedRunSd }: ComparisonOptions & { readonly alpha: number },
): ChangeEstimate {
  const read = (run: Summary): number => metric.read(run)!
  const share = metric.unit === 'share'
  const differences = blocks.map(({ a, b }) =>
    share ? read(b) - read(a) : Math.log(read(b)) - Math.log(read(a)),
  )
  const { n, mean, sd } = moments(differences)
  if (share && sd === 0) {
    const [a, b] = sidesOf(blocks).map((runs) => sharesOf(metric, runs)) as [SharesOfRuns, SharesOfRuns]
    return compareShares(a, b, metric.better, assumedRunSd, alpha)
  }
  const least = blocks.map(({ a, b }) => leastVariance(metric, a) + leastVariance(metric, b))
  const between = Math.max(sd, Math.sqrt(moments(least).mean))
  const errorWith = (more: number): ErrorOfDifference => ({
    standardError: between / Math.sqrt(n + more),
    degrees: n + more - 1,
  })
  const paired = {
    difference: mean,
    ...errorWith(0),
    errorsWith: (more: number) => [errorWith(more)],
    aimedPower,
  }
  return (share ? plainChange : logChange)(paired, { variation: 'paired', note: null }, alpha)
}

function sidesOf(blocks: readonly Block[]): readonly [a: readonly Summary[], b: readonly Summary[]] {
  return [blocks.map(({ a }) => a), blocks.map(({ b }) => b)]
}

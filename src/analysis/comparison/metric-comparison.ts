import type { ComparedUnit } from './compared-metric.ts'

/**
 * Where the run-to-run variation in the interval comes from: `own`, both sides have at least two runs; `borrowed`, one has a single
 * run, and the other's variation is taken for both; `assumed`, both have a single run, and runs are taken to vary as the options
 * say; `paired`, runs were measured in blocks, and each block is compared in itself; `counts`, shares whose runs differ no more than
 * their counts explain.
 */
export type VariationSource = 'own' | 'borrowed' | 'assumed' | 'paired' | 'counts'

/** A side's figure: geometric mean over its runs (of shares: over all requests). */
export interface SideFigure {
  readonly value: number | null
  readonly ci95: readonly [low: number, high: number] | null
  /** Runs that have the figure, and all. */
  readonly runs: number
  readonly of: number
}

/**
 * `better`, `worse`: the interval excludes no change. Else `no_difference_shown` where the comparison could have shown an effect as small
 * as is of interest, and `cant_tell` where it could not, or where there is no interval at all.
 */
export type ComparisonVerdict = 'better' | 'worse' | 'no_difference_shown' | 'cant_tell'

/** What a comparison says of one metric, B against A. */
export interface MetricComparison {
  readonly metric: string
  readonly unit: ComparedUnit
  readonly better: 'lower' | 'higher'
  readonly a: SideFigure
  readonly b: SideFigure
  /** B ÷ A − 1 as a share of A (0.05: B is 5 % more); of shares B − A. Null where a side has no figure, or A's is 0. */
  readonly change: number | null
  /** Its 95 % interval; of blocks that are looked at more than once, that at the level of the look. */
  readonly changeCi95: readonly [low: number, high: number] | null
  readonly variation: VariationSource | null
  /** Of ln(B ÷ A), of shares of B − A: null without an interval. */
  readonly standardError: number | null
  /** Degrees of freedom behind it; null where it is taken as known, and without an interval. */
  readonly degrees: number | null
  /** Two-sided, of no change; null without an interval. */
  readonly p: number | null
  /** Two-sided, by Mann and Whitney's test of the runs' figures; null of shares and blocks, and with fewer than four runs of a side. */
  readonly rankP: number | null
  /** Change that a comparison like this one shows with a chance of 0.8; same unit as `change`. */
  readonly smallestShown: number | null
  readonly verdict: ComparisonVerdict
  /** About how many more runs a side would show an effect as small as is of interest; null where that is done, or can't be said. */
  readonly runsNeeded: number | null
  /** Why there is no interval, or what it rests on, in a sentence without its full stop; null when nothing need be said. */
  readonly note: string | null
}

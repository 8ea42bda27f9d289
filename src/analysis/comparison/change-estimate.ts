import type { ComparedMetric } from './compared-metric.ts'
import type { ComparisonOptions } from './comparison-options.ts'
import type { ComparisonVerdict, MetricComparison, SideFigure, VariationSource } from './metric-comparison.ts'

/** What was found of a change and its error; in the units of MetricComparison. */
export interface ChangeEstimate {
  readonly change: number
  readonly interval: readonly [low: number, high: number]
  readonly variation: VariationSource
  readonly standardError: number
  /** Infinite where the standard error is taken as known. */
  readonly degrees: number
  readonly p: number
  /** By the order of the runs alone; null with too few for that, and where they aren't compared so. */
  readonly rankP: number | null
  readonly smallestShown: number
  /** The smallest change that would be shown with so many runs more a side. */
  readonly smallestWith: (more: number) => number
  readonly note: string | null
}

/** Both sides of a metric, before they are compared. */
export interface ComparedSides {
  readonly metric: ComparedMetric
  readonly a: SideFigure
  readonly b: SideFigure
}

/** More than anybody makes: then how many can't be said. */
const mostRuns = 100_000

/** The verdict on an estimate, at 1 − alpha. */
export function concluded(
  sides: ComparedSides,
  estimate: ChangeEstimate,
  { effectOfInterest }: ComparisonOptions,
  notes: readonly string[],
  alpha = 0.05,
): MetricComparison {
  const { change, interval, degrees, p, smallestShown } = estimate
  const shown = p < alpha
  const sharp = smallestShown <= effectOfInterest
  return {
    ...described(sides, change),
    changeCi95: interval,
    variation: estimate.variation,
    standardError: estimate.standardError,
    degrees: Number.isFinite(degrees) ? degrees : null,
    p,
    rankP: estimate.rankP,
    smallestShown: Number.isFinite(smallestShown) ? smallestShown : null,
    verdict: shown ? direction(sides.metric, change) : sharp ? 'no_difference_shown' : 'cant_tell',
    runsNeeded: shown || sharp ? null : runsNeeded(estimate, effectOfInterest),
    note: sentence([...(estimate.note === null ? [] : [estimate.note]), ...notes]),
  }
}

/** A comparison that can't be made, and why. */
export function unconcluded(
  sides: ComparedSides,
  change: number | null,
  notes: readonly string[],
): MetricComparison {
  return {
    ...described(sides, change),
    changeCi95: null,
    variation: null,
    standardError: null,
    degrees: null,
    p: null,
    rankP: null,
    smallestShown: null,
    verdict: 'cant_tell',
    runsNeeded: null,
    note: sentence(notes),
  }
}

function direction({ better }: ComparedMetric, change: number): ComparisonVerdict {
  return (better === 'lower' ? change > 0 : change < 0) ? 'worse' : 'better'
}

function described({ metric, a, b }: ComparedSides, change: number | null) {
  return { metric: metric.name, unit: metric.unit, better: metric.better, a, b, change }
}

function sentence(notes: readonly string[]): string | null {
  return notes.length === 0 ? null : notes.join('; ')
}

function runsNeeded({ smallestWith }: ChangeEstimate, effect: number): number | null {
  let enough = 1
  while (smallestWith(enough) > effect) {
    enough *= 2
    if (enough > mostRuns) return null
  }
  let tooFew = enough / 2
  if (enough === 1) return 1
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (smallestWith(middle) > effect) tooFew = middle
    else enough = middle
  }
  return enough
}

import type { Summary } from '../../metrics/summary.ts'
import { z } from '../../statistics/batch-inflation.ts'
import { logMean } from '../../statistics/log-interval.ts'
import { moments } from '../../statistics/moments.ts'
import { type ComparedSides, concluded, unconcluded } from './change-estimate.ts'
import { compareRatios, type FiguresOfRuns } from './compare-ratios.ts'
import { compareShares, type SharesOfRuns, shareOfSide } from './compare-shares.ts'
import type { ComparedMetric } from './compared-metric.ts'
import type { ComparisonOptions } from './comparison-options.ts'
import { leastVariance } from './least-variance.ts'
import type { MetricComparison, SideFigure } from './metric-comparison.ts'
import { ofSide } from './metric-of-side.ts'
import { runStartMs } from './run-start.ts'

/**
 * One metric of B's runs against A's, which were made independently of each other: a summary a run. Of a single run it must be resolvable, of
 * several it needn't (`overRuns`). Runs without the figure are left out; when that is more than half of a side's there is no interval, as
 * the others aren't a fair sample of it. Nor is there where a rate or a latency is 0 in a run: it has no ratio.
 */
export function compareMetric(
  metric: ComparedMetric,
  a: readonly Summary[],
  b: readonly Summary[],
  options: ComparisonOptions,
): MetricComparison {
  const [ofA, ofB] = [ofSide(metric, a.length), ofSide(metric, b.length)]
  const known = [knownRuns(ofA, a), knownRuns(ofB, b)] as const
  const sides: ComparedSides = {
    metric,
    a: sideFigure(ofA, known[0], a.length),
    b: sideFigure(ofB, known[1], b.length),
  }
  const notes = [
    missingNote(ofA, 'A', a),
    missingNote(ofB, 'B', b),
    unresolvedNote(metric, [...known[0], ...known[1]]),
  ].filter((note) => note !== null)
  const change = pointChange(sides)
  if (tooFew(sides.a) || tooFew(sides.b)) return unconcluded(sides, change, notes)
  if (metric.unit === 'share') {
    const [x, y] = [sharesOf(metric, known[0]), sharesOf(metric, known[1])]
    return concluded(sides, compareShares(x, y, metric.better, options.assumedRunSd), options, notes)
  }
  const zeros = [zeroNote(ofA, 'A', known[0]), zeroNote(ofB, 'B', known[1])].filter((note) => note !== null)
  if (zeros.length > 0) return unconcluded(sides, change, [...zeros, ...notes])
  const [x, y] = [figuresOf(ofA, known[0]), figuresOf(ofB, known[1])]
  return concluded(sides, compareRatios(x, y, options.assumedRunSd), options, notes)
}

/** A side's figure over the runs that have it, which are all that are given. */
export function sideFigure(metric: ComparedMetric, runs: readonly Summary[], of: number): SideFigure {
  const counted = { runs: runs.length, of }
  if (runs.length === 0) return { value: null, ci95: null, ...counted }
  if (metric.unit === 'share') return { ...shareOfSide(sharesOf(metric, runs)), ...counted }
  if (runs.length === 1) return { value: metric.read(runs[0]!), ci95: metric.ci95(runs[0]!), ...counted }
  const { values, leastVariances } = figuresOf(metric, runs)
  if (values.some((value) => value <= 0)) return { value: 0, ci95: null, ...counted }
  return { ...logMean(values, Math.sqrt(moments(leastVariances).mean)), ...counted }
}

/** Why a metric's figure is missing in some of a side's runs; null where it is in all. */
export function missingNote(metric: ComparedMetric, side: string, runs: readonly Summary[]): string | null {
  const missing = runs.filter((run) => metric.read(run) === null)
  if (runs.length === 0) return `${side} has no runs`
  if (missing.length === 0) return null
  const measured = missing.some((run) => metric.n(run) > 0)
  const of = runs.length === 1 ? `in ${side}` : `in ${missing.length} of ${runs.length} runs of ${side}`
  if (!measured) return `${metric.name} wasn't measured ${of}`
  return runs.length === 1
    ? `${metric.name} isn't resolvable ${of}`
    : `${metric.name} has too few requests ${of}`
}

/** That runs have a figure which they don't resolve alone; null where all do. Of runs that have one. */
export function unresolvedNote(metric: ComparedMetric, runs: readonly Summary[]): string | null {
  if (runs.every((run) => metric.read(run) !== null)) return null
  return `${metric.name} isn't resolvable in single runs: its error is how they differ`
}

/** That a figure is 0, which has no ratio, in some of a side's runs; null where it is in none. */
export function zeroNote(metric: ComparedMetric, side: string, runs: readonly Summary[]): string | null {
  const zero = runs.filter((run) => metric.read(run)! <= 0).length
  if (zero === 0) return null
  return `${metric.name} is 0 ${runs.length === 1 ? `in ${side}` : `in ${zero} of ${runs.length} runs of ${side}`}`
}

function knownRuns(metric: ComparedMetric, runs: readonly Summary[]): readonly Summary[] {
  return runs.filter((run) => metric.read(run) !== null)
}

function tooFew({ runs, of }: SideFigure): boolean {
  return runs === 0 || runs < of / 2
}

function pointChange({ metric, a, b }: ComparedSides): number | null {
  if (a.value === null || b.value === null) return null
  if (metric.unit === 'share') return b.value - a.value
  return a.value > 0 ? b.value / a.value - 1 : null
}

/** Of runs that have the share. An interval of width w is of about 4 z² s (1 − s) / w² independent requests. */
export function sharesOf(metric: ComparedMetric, runs: readonly Summary[]): SharesOfRuns {
  return runs.map((run) => {
    const [share, n, ci95] = [metric.read(run)!, metric.n(run), metric.ci95(run)]
    if (ci95 === null || share <= 0 || share >= 1) return { share, n, effective: n }
    return { share, n, effective: Math.min(n, (4 * z ** 2 * share * (1 - share)) / (ci95[1] - ci95[0]) ** 2) }
  })
}

function figuresOf(metric: ComparedMetric, runs: readonly Summary[]): FiguresOfRuns {
  return {
    values: runs.map((run) => metric.read(run)!),
    ci95: runs.map(metric.ci95),
    leastVariances: runs.map((run) => leastVariance(metric, run)),
    startsMs: runs.map(runStartMs),
  }
}

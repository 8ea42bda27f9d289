import { adjustedP } from './adjusted-p.ts'
import type { CellComparison, Comparison } from './comparison.ts'
import type { ComparisonVerdict, MetricComparison } from './metric-comparison.ts'

/** One metric over the cells of a sweep. */
export interface MetricOverCells {
  readonly metric: string
  readonly unit: MetricComparison['unit']
  readonly better: MetricComparison['better']
  /** In how many cells each verdict was given. */
  readonly verdicts: Readonly<Record<ComparisonVerdict, number>>
  /** Null of shares, which have none, and where no cell has both sides. */
  readonly geomean: GeomeanOverCells | null
}

/** Geometric means over the cells in which both sides have a figure. */
export interface GeomeanOverCells {
  readonly a: number
  readonly b: number
  /** B ÷ A − 1. */
  readonly change: number
  readonly cells: number
}

/** Each metric over the compared cells, in the order of the first of them. */
export function overCells(cells: readonly CellComparison[]): readonly MetricOverCells[] {
  const compared = cells.filter(({ metrics }) => metrics.length > 0)
  return (compared[0]?.metrics ?? []).map(({ metric, unit, better }) => {
    const all = compared.flatMap(({ metrics }) => metrics.filter((each) => each.metric === metric))
    const count = (verdict: ComparisonVerdict): number =>
      all.filter((each) => each.verdict === verdict).length
    const verdicts = {
      better: count('better'),
      worse: count('worse'),
      no_difference_shown: count('no_difference_shown'),
      cant_tell: count('cant_tell'),
    }
    return { metric, unit, better, verdicts, geomean: unit === 'share' ? null : geomeanOf(all) }
  })
}

function geomeanOf(all: readonly MetricComparison[]): GeomeanOverCells | null {
  const pairs = all.flatMap(({ a, b }) => {
    const both = (a.value ?? 0) > 0 && (b.value ?? 0) > 0
    return both ? [[a.value!, b.value!] as const] : []
  })
  if (pairs.length === 0) return null
  const mean = (side: 0 | 1): number =>
    Math.exp(pairs.reduce((sum, pair) => sum + Math.log(pair[side]), 0) / pairs.length)
  const [a, b] = [mean(0), mean(1)]
  return { a, b, change: b / a - 1, cells: pairs.length }
}

/** How many intervals a comparison has, how many exclude no change, and how many would by luck alone where nothing had changed. */
export interface Multiplicity {
  readonly comparisons: number
  readonly shown: number
  /** Of those, how many still do when p is adjusted for the number of comparisons: see `adjustedP`. */
  readonly shownAdjusted: number
  readonly byLuck: number
}

/** Intervals are of 95 %, so one in twenty excludes what is true. */
export function multiplicityOf({ cells }: Comparison): Multiplicity {
  const all = cells.flatMap(({ metrics }) => metrics).filter(({ changeCi95 }) => changeCi95 !== null)
  const shown = all.filter(({ verdict }) => verdict === 'better' || verdict === 'worse')
  const adjusted = adjustedP(all)
  return {
    comparisons: all.length,
    shown: shown.length,
    shownAdjusted: shown.filter((each) => adjusted.get(each)! < 0.05).length,
    byLuck: all.length / 20,
  }
}

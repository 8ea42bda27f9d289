import { TareError } from '../../errors.ts'
import type { LatencyName } from '../../metrics/latency-quantiles.ts'
import { listed } from './comparability/sides.ts'
import { comparability } from './comparability.ts'
import { type Block, compareBlocks } from './compare-blocks.ts'
import { compareMetric } from './compare-metric.ts'
import { type ComparedMetric, comparedMetric, headlineMetrics } from './compared-metric.ts'
import type { RunGroup } from './compared-run.ts'
import type { CellComparison, ComparabilityNote, Comparison } from './comparison.ts'
import type { ComparisonOptions } from './comparison-options.ts'
import { withInvalidMark } from './invalid-mark.ts'
import { type MatchedCell, matchCells } from './match-cells.ts'
import type { MetricComparison } from './metric-comparison.ts'
import { isIn } from './metric-of-side.ts'
import { touchesOf } from './touches-of.ts'

export interface CompareGroupsOptions extends ComparisonOptions {
  /** By their names (`ttft.p99`); by default those of the headlines that any run has. */
  readonly metrics?: readonly string[]
  /** A latency whose deciles are to be compared too: its median is among the metrics, and a failed check of it stands in the way. */
  readonly deciles?: LatencyName
  /** Metrics that a doubt about the runs must be about to be noted; by default all that are compared. */
  readonly judged?: readonly string[]
  /** Of runs without axes that were made in pairs: each is compared in itself. */
  readonly blocks?: readonly Block[]
  /** Whether to compare what isn't comparable; the comparison says so. */
  readonly force: boolean
}

/**
 * B against A, cell by cell of what both have; the unit is the run. Where a note refuses there are no metrics: in all cells, or in
 * the one that it is of (`isRefused`, `refusals`). Throws TareError 'usage' for a metric that there isn't.
 */
export function compareGroups(a: RunGroup, b: RunGroup, options: CompareGroupsOptions): Comparison {
  const { cells, onlyA, onlyB, notes: ofAxes } = matchCells(a.runs, b.runs)
  const metrics = chosenMetrics(cells, options)
  const names = options.judged ?? metrics.map(({ name }) => name)
  const judged = cells.map((cell) => ({ cell, notes: comparability(cell.a, cell.b, names) }))
  const notes = byWeight([
    ...ofAxes,
    ...inAll(judged.map((each) => each.notes)),
    ...unreadable('A', a),
    ...unreadable('B', b),
  ])
  const stops = notes.some(refuses)
  const compared = judged.map(({ cell, notes: all }): CellComparison => {
    const own = all.filter((note) => !notes.some((common) => isSame(common, note)))
    const isCompared = options.force || !(stops || own.some(refuses))
    const { cell: name, axes } = cell
    return { cell: name, axes, notes: own, metrics: isCompared ? comparedIn(cell, metrics, options) : [] }
  })
  const refused = stops || compared.some((cell) => cell.notes.some(refuses))
  return {
    a: a.name,
    b: b.name,
    forced: options.force && refused,
    notes,
    cells: compared,
    newCells: onlyB,
    vanishedCells: onlyA,
  }
}

/** What stands in the way: of all, and of single cells. Empty where there is nothing, also when it was forced. */
export function refusals({ notes, cells }: Comparison): readonly ComparabilityNote[] {
  const ofCells = cells.flatMap((cell) =>
    cell.notes.map((note) => ({ ...note, message: `${cell.cell ?? 'all'}: ${note.message}` })),
  )
  return [...notes, ...ofCells].filter(refuses)
}

/** Whether nothing at all is compared, because something stands in the way. */
export function isRefused(comparison: Comparison): boolean {
  return refusals(comparison).length > 0 && comparison.cells.every(({ metrics }) => metrics.length === 0)
}

function chosenMetrics(
  cells: readonly MatchedCell[],
  { metrics: asked, deciles }: CompareGroupsOptions,
): readonly ComparedMetric[] {
  const median = deciles === undefined ? [] : [`${deciles}.p50`]
  const chosen = [...new Set([...(asked ?? headlineMetrics), ...median])].map((name) => {
    const metric = comparedMetric(name)
    if (metric !== undefined) return metric
    throw new TareError('usage', `${JSON.stringify(name)} isn't a metric that can be compared`)
  })
  if (asked !== undefined) return chosen
  return chosen.filter((metric) => cells.some(({ a, b }) => isIn(metric, a) || isIn(metric, b)))
}

function comparedIn(
  { a, b }: MatchedCell,
  metrics: readonly ComparedMetric[],
  { blocks, ...options }: CompareGroupsOptions,
): readonly MetricComparison[] {
  const ofA = a.map(({ summary }) => summary)
  const ofB = b.map(({ summary }) => summary)
  return metrics.map((metric) => {
    const comparison =
      blocks === undefined
        ? compareMetric(metric, ofA, ofB, options)
        : compareBlocks(metric, blocks, { ...options, alpha: 0.05 })
    const touches = [...ofA, ...ofB].flatMap((summary) => touchesOf(summary, [metric.name], 'invalid'))
    return withInvalidMark(comparison, [...new Set(touches.map(({ check }) => check))])
  })
}

/** The notes that every cell has. */
function inAll(cells: readonly (readonly ComparabilityNote[])[]): readonly ComparabilityNote[] {
  const [first = [], ...others] = cells
  return first.filter((note) => others.every((notes) => notes.some((other) => isSame(other, note))))
}

function isSame(a: ComparabilityNote, b: ComparabilityNote): boolean {
  return a.id === b.id && a.message === b.message
}

function refuses({ severity }: ComparabilityNote): boolean {
  return severity === 'refuse'
}

function byWeight(notes: readonly ComparabilityNote[]): readonly ComparabilityNote[] {
  return [...notes.filter(refuses), ...notes.filter((note) => !refuses(note))]
}

function unreadable(side: string, { unreadable: which }: RunGroup): readonly ComparabilityNote[] {
  if (which.length === 0) return []
  const what = which.length === 1 ? 'a run' : `${which.length} runs`
  const message = `${what} of ${side} can’t be read, and ${which.length === 1 ? 'is' : 'are'} left out: ${listed(which)}`
  return [{ id: 'unreadable-run', severity: 'warn', message }]
}

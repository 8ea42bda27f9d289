import { axisWord } from '../cells/axis-word.ts'
import type { ComparedRun } from './compared-run.ts'
import type { ComparabilityNote } from './comparison.ts'

type Axes = ComparedRun['axes']

/** The runs of one cell. */
export interface MatchedCell {
  /** `batch_size=4,concurrency=8`; null where the sides share no axis. */
  readonly cell: string | null
  readonly axes: Axes
  readonly a: readonly ComparedRun[]
  readonly b: readonly ComparedRun[]
}

export interface MatchedCells {
  /** Cells that both sides have, by their axes' values in ascending order. */
  readonly cells: readonly MatchedCell[]
  /** Names of those that only one side has. */
  readonly onlyA: readonly string[]
  readonly onlyB: readonly string[]
  readonly notes: readonly ComparabilityNote[]
}

/**
 * Matches the cells of two sides by the axes that both have. An axis that one side alone has is no obstacle where that side has but one
 * value of it; with more there is no telling which to take.
 */
export function matchCells(a: readonly ComparedRun[], b: readonly ComparedRun[]): MatchedCells {
  const [ofA, ofB] = [namesOf(a), namesOf(b)]
  const shared = ofA.filter((name) => ofB.includes(name))
  const notes = [
    ...loneAxes('A', a, shared),
    ...loneAxes('B', b, shared),
    ...patchyAxes('A', a, shared),
    ...patchyAxes('B', b, shared),
  ]
  const cells = new Map<string, MatchedCell>()
  for (const [side, runs] of [['a', a] as const, ['b', b] as const]) {
    for (const run of runs) {
      const axes = Object.fromEntries(
        shared.flatMap((name) => (name in run.axes ? [[name, run.axes[name]!] as const] : [])),
      )
      const key = JSON.stringify(shared.map((name) => String(run.axes[name])))
      const cell = cells.get(key) ?? { cell: nameOf(axes), axes, a: [], b: [] }
      cells.set(key, { ...cell, [side]: [...cell[side], run] })
    }
  }
  const sorted = Array.from(cells.values()).sort(byAxes)
  const named = (some: readonly MatchedCell[]): readonly string[] => some.map(({ cell }) => cell ?? 'all')
  const matched = sorted.filter((cell) => cell.a.length > 0 && cell.b.length > 0)
  return {
    cells: matched,
    onlyA: named(sorted.filter((cell) => cell.b.length === 0)),
    onlyB: named(sorted.filter((cell) => cell.a.length === 0)),
    notes: [...notes, ...(matched.length === 0 ? [noCell] : [])],
  }
}

const noCell: ComparabilityNote = { id: 'cells', severity: 'refuse', message: 'no cell is on both sides' }

function namesOf(runs: readonly ComparedRun[]): readonly string[] {
  return [...new Set(runs.flatMap(({ axes }) => Object.keys(axes)))]
}

function loneAxes(
  side: string,
  runs: readonly ComparedRun[],
  shared: readonly string[],
): readonly ComparabilityNote[] {
  const other = side === 'A' ? 'B' : 'A'
  return namesOf(runs).flatMap((name): readonly ComparabilityNote[] => {
    if (shared.includes(name)) return []
    const values = [...new Set(runs.map(({ axes }) => axes[name]))]
    if (values.length > 1) {
      const message = `${side} varies ${name}, and ${other} doesn’t: none of its ${values.length} values is the one to compare`
      return [{ id: 'axes', severity: 'refuse', message }]
    }
    const message = `${name} is an axis of ${side} alone, where it is ${String(values[0])} throughout`
    return [{ id: 'axes', severity: 'warn', message }]
  })
}

/** Runs of a sweep and others in one folder, or under one label: of those others there is no telling what cell they are of. */
function patchyAxes(
  side: string,
  runs: readonly ComparedRun[],
  shared: readonly string[],
): readonly ComparabilityNote[] {
  return shared.flatMap((name): readonly ComparabilityNote[] => {
    const without = runs.filter(({ axes }) => !(name in axes)).length
    if (without === 0) return []
    const message = `${name} is an axis of some runs of ${side}, and not of ${without} of its ${runs.length}`
    return [{ id: 'axes', severity: 'refuse', message }]
  })
}

/** As sweeps name cells; an axis by its last word where that is of one alone. */
function nameOf(axes: Axes): string | null {
  const names = Object.keys(axes)
  if (names.length === 0) return null
  return names
    .map((name) => {
      const word = axisWord(name)
      const isShared = names.filter((other) => axisWord(other) === word).length > 1
      return `${isShared ? name : word}=${String(axes[name])}`
    })
    .join(',')
}

function byAxes(a: MatchedCell, b: MatchedCell): number {
  for (const name of Object.keys(a.axes)) {
    const [x, y] = [a.axes[name], b.axes[name]]
    const order =
      typeof x === 'number' && typeof y === 'number'
        ? x - y
        : String(x).localeCompare(String(y), 'en', { numeric: true })
    if (order !== 0) return order
  }
  return 0
}

import type { AxisTarget } from './axis-name.ts'
import type { AxisValue } from './axis-values.ts'

export interface Axis {
  /** The path, or `labels.NAME`. */
  readonly name: string
  readonly target: AxisTarget
  readonly values: readonly AxisValue[]
}

/** Values of some axes, by their names. */
export type Assignment = Readonly<Record<string, AxisValue>>

/** What a plan's sections `matrix`, `repeat` and `budget` say. */
export interface Matrix {
  readonly axes: readonly Axis[]
  readonly include: readonly Assignment[]
  readonly exclude: readonly Assignment[]
  readonly order: 'blocked' | 'fixed'
  readonly repeats: number
  /** Infinity without one. */
  readonly budgetNs: number
}

/** Whether the cell has all the assignment's values. 4 and '4' are the same. */
export function agrees(cell: Assignment, assignment: Assignment): boolean {
  return Object.entries(assignment).every(
    ([name, value]) => Object.hasOwn(cell, name) && String(cell[name]) === String(value),
  )
}

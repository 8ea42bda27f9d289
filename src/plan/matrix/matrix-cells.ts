import { TareError } from '../../errors.ts'
import { type Assignment, type Axis, agrees, type Matrix } from './matrix.ts'

/** The cells of a matrix, none of them made before it is asked for. */
export interface MatrixCells {
  readonly count: number
  /** The cell at a position: the last axis changes fastest, cells that only `include` makes come last. */
  readonly at: (position: number) => Assignment
}

/** Where `exclude` looks at more combinations than this, it isn't looked at. */
const mostExamined = 2_000_000
const mostCells = 1e12

/**
 * The cells of a matrix, after GitHub Actions' rules (docs, "Running variations of jobs in a workflow"): every
 * combination of the axes; without those that agree with an entry of `exclude`; each entry of `include` is added to
 * the cells whose axes agree with it, and is a cell by itself when none does. Only the axes that `exclude` names are
 * gone through. Throws TareError for no cells, or too many.
 */
export function matrixCells({ axes, include, exclude }: Matrix): MatrixCells {
  const all = product(axes)
  // Few cells keep the order in which they are written.
  const examined = exclude.length === 0 ? [] : all <= mostExamined ? axes : axesNamed(axes, exclude)
  const others = axes.filter((axis) => !examined.includes(axis))
  const kept = keptCombinations(examined, exclude)
  const perKept = product(others)
  const combinations = axes.length === 0 ? 0 : (kept?.length ?? 1) * perKept
  const alone = include.filter((entry) => !isInSome(entry, axes, exclude))
  const without = axes.length === 0 && alone.length === 0
  const count = without ? 1 : combinations + alone.length
  if (count === 0) {
    throw new TareError('plan', 'exclude leaves no cell', { hint: 'exclude less, or give more values' })
  }
  if (count > mostCells) {
    throw new TareError('plan', `the matrix has more than ${mostCells} cells`, { hint: 'give fewer values' })
  }

  function at(position: number): Assignment {
    if (position >= combinations) return alone[position - combinations] ?? {}
    const outer = Math.floor(position / perKept)
    const first = combination(examined, kept === null ? outer : kept[outer]!)
    const own = inOrder(axes, { ...first, ...combination(others, position % perKept) })
    const added = include.filter((entry) => !alone.includes(entry) && agrees(own, onAxes(entry, axes)))
    return Object.assign({}, own, ...added) as Assignment
  }
  return { count, at }
}

function product(axes: readonly Axis[]): number {
  return axes.reduce((count, { values }) => count * values.length, 1)
}

function axesNamed(axes: readonly Axis[], assignments: readonly Assignment[]): readonly Axis[] {
  return axes.filter(({ name }) => assignments.some((each) => Object.hasOwn(each, name)))
}

/** Numbers of the combinations of these axes that nothing excludes; null when they are all of them. */
function keptCombinations(axes: readonly Axis[], exclude: readonly Assignment[]): Uint32Array | null {
  const count = product(axes)
  if (exclude.length === 0) return null
  if (count > mostExamined) {
    throw new TareError('plan', `exclude would have to look at ${count} combinations`, {
      hint: 'name fewer axes in it, or give the axes fewer values',
    })
  }
  const kept = new Uint32Array(count)
  let length = 0
  for (let number = 0; number < count; number++) {
    const cell = combination(axes, number)
    if (!exclude.some((entry) => agrees(cell, entry))) kept[length++] = number
  }
  return kept.subarray(0, length)
}

/** The combination of this number: mixed radix, the last axis changes fastest. */
function combination(axes: readonly Axis[], number: number): Assignment {
  const entries: [string, Assignment[string]][] = []
  let rest = number
  for (const { name, values } of axes.toReversed()) {
    entries.push([name, values[rest % values.length]!])
    rest = Math.floor(rest / values.length)
  }
  return Object.fromEntries(entries.reverse())
}

function inOrder(axes: readonly Axis[], cell: Assignment): Assignment {
  return Object.fromEntries(axes.map(({ name }) => [name, cell[name]!]))
}

function onAxes(entry: Assignment, axes: readonly Axis[]): Assignment {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => axes.some((axis) => axis.name === name)))
}

/** Whether some cell has the values that the entry gives to axes. */
function isInSome(entry: Assignment, axes: readonly Axis[], exclude: readonly Assignment[]): boolean {
  if (axes.length === 0) return false
  const narrowed = axes.map((axis) =>
    Object.hasOwn(entry, axis.name)
      ? { ...axis, values: axis.values.filter((value) => String(value) === String(entry[axis.name])) }
      : axis,
  )
  if (product(narrowed) === 0) return false
  const kept = keptCombinations(axesNamed(narrowed, exclude), exclude)
  return kept === null || kept.length > 0
}

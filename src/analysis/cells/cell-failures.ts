import { axisPrefix, type CellRow } from './cell-row.ts'

/** Runs of a sweep that failed alike: for the same reason, but for the values of their own axes in it. */
export interface CellFailure {
  /** The first cell that did, and what was said of it. */
  readonly cell: string
  readonly error: string
  /** How many cells did, and how many runs of theirs. */
  readonly cells: number
  readonly runs: number
  /** Whether all were told the very same. */
  readonly sameWords: boolean
}

/** Brings failures together as they come. */
export interface CellFailures {
  /** Takes the row of a run that failed; returns the cell that failed alike before it, or null where it is the first. */
  add(row: CellRow): string | null
  /** In the order in which they first came. */
  all(): readonly CellFailure[]
}

interface Group {
  readonly first: CellRow
  readonly words: readonly string[]
  readonly cells: Set<string>
  runs: number
  sameWords: boolean
}

/** What ends a word of an error; a full stop only where nothing follows, for it may be in a number or a name. */
const between = /([\s"'(),;:=]+|\.(?=\s|$))/

export function createCellFailures(): CellFailures {
  const groups: Group[] = []
  return {
    add(row) {
      const words = errorOf(row).split(between)
      const group = groups.find((each) => isAlike(each.first, each.words, row, words))
      if (group === undefined) {
        groups.push({ first: row, words, cells: new Set([String(row.cell)]), runs: 1, sameWords: true })
        return null
      }
      group.runs++
      group.cells.add(String(row.cell))
      group.sameWords &&= errorOf(row) === errorOf(group.first)
      return String(group.first.cell)
    },
    all: () =>
      groups.map(({ first, cells, runs, sameWords }) => ({
        cell: String(first.cell),
        error: errorOf(first),
        cells: cells.size,
        runs,
        sameWords,
      })),
  }
}

/** The failures among rows; what wasn't run for want of time is none. */
export function cellFailures(rows: readonly CellRow[]): readonly CellFailure[] {
  const failures = createCellFailures()
  for (const row of rows) if (row.status === 'failed') failures.add(row)
  return failures.all()
}

function errorOf({ error }: CellRow): string {
  return String(error ?? '')
}

/** Word for word the same, or the value that each has of one and the same axis: `batch_size: 2 asked for`, `4 asked for`. */
function isAlike(a: CellRow, ofA: readonly string[], b: CellRow, ofB: readonly string[]): boolean {
  const axes = Object.keys(a).filter((name) => name.startsWith(axisPrefix))
  return (
    ofA.length === ofB.length &&
    ofA.every((word, at) => {
      const other = ofB[at]!
      return word === other || axes.some((axis) => String(a[axis]) === word && String(b[axis]) === other)
    })
  )
}

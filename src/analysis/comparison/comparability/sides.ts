import type { ComparedRun } from '../compared-run.ts'
import type { ComparabilityNote } from '../comparison.ts'

/** What comparability is judged of: the runs of one cell of both sides, and the metrics that are to be compared. */
export interface Sides {
  readonly a: readonly ComparedRun[]
  readonly b: readonly ComparedRun[]
  readonly metrics: readonly string[]
}

/** One reason why two sides may not be comparable. */
export type ComparabilityCheck = (sides: Sides) => readonly ComparabilityNote[]

/** Both sides with what they are called. */
export function namedSides({ a, b }: Sides): readonly (readonly [name: 'A' | 'B', runs: Sides['a']])[] {
  return [
    ['A', a],
    ['B', b],
  ]
}

/** What the runs have there: `20 in A, 40 in B`, `1, 2 in A, 2 in B`; null where all have the same. */
export function differenceIn<T extends string | number | boolean | null>(
  sides: Sides,
  read: (run: ComparedRun) => T | undefined,
): string | null {
  const [a, b] = [sides.a, sides.b].map((runs) => new Set(runs.map(read)))
  if (new Set([...a!, ...b!]).size < 2) return null
  return `${inWords(a!)} in A, ${inWords(b!)} in B`
}

const mostShown = 3

function inWords(values: ReadonlySet<string | number | boolean | null | undefined>): string {
  const texts = Array.from(values, (value) =>
    value === undefined || value === null ? 'none' : String(value),
  )
  return listed(texts)
}

/** `a, b, c and 4 more`. */
export function listed(texts: readonly string[], most: number = mostShown): string {
  const shown = texts.slice(0, most).join(', ')
  return texts.length > most ? `${shown} and ${texts.length - most} more` : shown
}

import type { RawMoments } from './truth-comparison.ts'

/** Count, sum and sum of squares. */
interface PowerSums {
  readonly n: number
  readonly sum: number
  readonly squares: number
}

export function powerSums(values: ArrayLike<number>): PowerSums {
  let sum = 0
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!
    squares += values[i]! ** 2
  }
  return { n: values.length, sum, squares }
}

/** Moments of all values that went into some sums; NaN of none. */
export function momentsOfSums(sums: readonly PowerSums[]): RawMoments {
  const total = (of: (each: PowerSums) => number): number => sums.reduce((sum, each) => sum + of(each), 0)
  const n = total((each) => each.n)
  return { n, mean: total((each) => each.sum) / n, secondMoment: total((each) => each.squares) / n }
}

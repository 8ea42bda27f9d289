/** Where a sequence is best split in two. */
export interface EnergySplit {
  /** Values before it: the first after it is values[at]. */
  readonly at: number
  /** Székely & Rizzo's two-sample energy statistic of the sides, nm/(n+m) · (2 E|X−Y| − E|X−X′| − E|Y−Y′|), in the unit of the values. */
  readonly statistic: number
}

/**
 * The split of a sequence whose sides differ most, by the energy statistic of Matteson & James (JASA 109 (2014) 334) with exponent 1:
 * it sees any difference of distribution, asks for no variance, and one wild value moves it little. Each side has at least `least`
 * values (2 or more); null where they are too few for that. All splits together take n² / 2 distances: the sums within a split's left
 * grow by a value's distances to those before it, those within its right by its distances to those after it, and what is left of
 * the total lies across.
 */
export function energySplit(values: ArrayLike<number>, least: number): EnergySplit | null {
  const n = values.length
  if (n < 2 * least) return null
  const before = new Float64Array(n)
  const after = new Float64Array(n)
  let right = 0
  for (let j = 1; j < n; j++) {
    const value = values[j]!
    let sum = 0
    for (let i = 0; i < j; i++) {
      const distance = Math.abs(value - values[i]!)
      sum += distance
      after[i]! += distance
    }
    before[j] = sum
    right += sum
  }
  const total = right
  let left = 0
  let at = least
  let statistic = Number.NEGATIVE_INFINITY
  for (let m = 1; m <= n - least; m++) {
    left += before[m - 1]!
    right -= after[m - 1]!
    if (m < least) continue
    const k = n - m
    const across = (2 * (total - left - right)) / (m * k)
    const within = (2 * left) / (m * (m - 1)) + (2 * right) / (k * (k - 1))
    const here = ((m * k) / n) * (across - within)
    if (here > statistic) {
      statistic = here
      at = m
    }
  }
  return { at, statistic }
}

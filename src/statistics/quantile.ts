/**
 * The p-quantile of values in ascending order, exact, by linear interpolation between the two nearest order
 * statistics: type 7 of Hyndman & Fan 1996, the default of R and numpy. NaN without values.
 * Throws RangeError unless 0 ≤ p ≤ 1.
 */
export function quantile(sorted: Float64Array, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile's p must be from 0 to 1, not ${p}`)
  if (sorted.length === 0) return Number.NaN
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (position - below) * (high - low)
}

/**
 * p-values adjusted for their number by Holm's step-down procedure (Scand. J. Statist. 6 (1979) 65), in the order given: what is below
 * alpha may be rejected, with a chance of at most alpha that any of them is rejected falsely, however they depend on each other.
 */
export function holm(p: readonly number[]): number[] {
  const adjusted = Array.from(p)
  let largest = 0
  ascending(p).forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, p[at]! * (p.length - rank)))
    adjusted[at] = largest
  })
  return adjusted
}

/** Indexes of the values from the least to the greatest. */
function ascending(p: readonly number[]): number[] {
  return Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!)
}

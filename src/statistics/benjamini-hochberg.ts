/**
 * p-values adjusted by Benjamini & Hochberg's step-up procedure (J. R. Statist. Soc. B 57 (1995) 289), in the order given: of what is
 * below alpha a share of at most alpha is expected to be there by luck, for independent p-values and such as depend positively.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const adjusted = Array.from(p)
  let least = 1
  const descending = Array.from(p.keys()).sort((a, b) => p[b]! - p[a]!)
  descending.forEach((at, from) => {
    least = Math.min(least, (p[at]! * p.length) / (p.length - from))
    adjusted[at] = least
  })
  return adjusted
}

/**
 * The least x ≥ 0 with cdf(x) ≥ p, by bisection to the last digit. `scale` is anything of the size of x: the search
 * begins there. Throws RangeError unless 0 ≤ p < 1.
 */
export function quantileOf(cdf: (x: number) => number, p: number, scale: number): number {
  checkProbability(p)
  if (cdf(0) >= p) return 0
  let low = 0
  let high = scale
  while (cdf(high) < p) {
    low = high
    high *= 2
  }
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (cdf(middle) < p) low = middle
    else high = middle
  }
}

/** A quantile of 1 would be infinite, so it is refused with the rest. */
export function checkProbability(p: number): void {
  if (!(p >= 0 && p < 1)) throw new RangeError(`a quantile's p must be at least 0 and below 1, not ${p}`)
}

import { type KsResult, ksTest } from './ks-test.ts'

/**
 * Tests whether event times in (start, end) are those of a homogeneous Poisson process of any rate: the Lewis test
 * (Lewis 1965, by Durbin's 1961 transform), which Kim & Whitt 2014, "Choosing arrival process models for service
 * systems: tests of a nonhomogeneous Poisson process", found the most powerful against wrong gap distributions. A
 * plain KS test on the times themselves has next to none: it accepts evenly spaced arrivals.
 *
 * Given their number n, a Poisson process's times are n uniform draws. They cut the interval into n + 1 spacings,
 * c_(1) ≤ … ≤ c_(n+1) as shares of the whole. Then z_j = (n + 2 − j) (c_(j) − c_(j−1)) are distributed as unordered
 * spacings are, and their running sums S_1 … S_n as n ordered uniform draws, which the KS test tries. Even spacings
 * are all alike, so that nearly all of the sum comes with the first: S jumps to 1.
 *
 * Times needn't be in order. Throws RangeError for one outside [start, end].
 */
export function lewisTest(times: ArrayLike<number>, start: number, end: number): KsResult {
  const n = times.length
  const sorted = Float64Array.from(times).sort()
  if (!(start < end) || (n > 0 && !(sorted[0]! >= start && sorted[n - 1]! <= end))) {
    throw new RangeError(`event times must lie within an interval that isn't empty, not [${start}, ${end}]`)
  }
  const spacings = new Float64Array(n + 1)
  let before = start
  for (let i = 0; i < n; i += 1) {
    spacings[i] = (sorted[i]! - before) / (end - start)
    before = sorted[i]!
  }
  spacings[n] = (end - before) / (end - start)
  return ksTest(durbinTransform(spacings.sort()))
}

function durbinTransform(sortedSpacings: Float64Array): Float64Array {
  const n = sortedSpacings.length - 1
  const sums = new Float64Array(n)
  let sum = 0
  let smaller = 0
  for (let i = 0; i < n; i += 1) {
    const spacing = sortedSpacings[i]!
    // i counts from 0, j from 1: n + 2 − j = n + 1 − i.
    sum += (n + 1 - i) * (spacing - smaller)
    smaller = spacing
    sums[i] = sum
  }
  return sums
}

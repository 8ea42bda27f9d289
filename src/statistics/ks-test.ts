import { kolmogorovTail } from './kolmogorov.ts'

export interface KsResult {
  readonly n: number
  /** Largest distance between the sample's distribution function and the supposed one. */
  readonly statistic: number
  /** Chance of a distance at least this large if the sample is from the supposed distribution. */
  readonly p: number
}

/**
 * One-sample Kolmogorov-Smirnov test, two-sided, against a continuous distribution function (that of U(0, 1) unless
 * another is given). The p-value is asymptotic with Stephens's correction for finite n, (√n + 0.12 + 0.11/√n) · D
 * (Stephens 1970, "Use of the Kolmogorov-Smirnov … statistics without extensive tables"), good to about 0.01 from n = 5.
 * Without values: statistic NaN and p 1, since nothing speaks against the supposition.
 */
export function ksTest(sample: ArrayLike<number>, cdf: (x: number) => number = uniformCdf): KsResult {
  const n = sample.length
  if (n === 0) return { n, statistic: Number.NaN, p: 1 }
  const sorted = Float64Array.from(sample).sort()
  let statistic = 0
  for (let i = 0; i < n; i += 1) {
    const f = cdf(sorted[i]!)
    statistic = Math.max(statistic, (i + 1) / n - f, f - i / n)
  }
  const root = Math.sqrt(n)
  return { n, statistic, p: kolmogorovTail((root + 0.12 + 0.11 / root) * statistic) }
}

function uniformCdf(x: number): number {
  return Math.min(Math.max(x, 0), 1)
}

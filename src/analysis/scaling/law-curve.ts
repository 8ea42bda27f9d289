import type { Replicate } from './bootstrap.ts'
import type { Fitted } from './fit-laws.ts'
import { farthest } from './law-fit.ts'
import { percentileInterval } from './percentile-interval.ts'
import type { CurvePoint } from './scaling-report.ts'

const steps = 32

/** A law from the smallest load to twice the largest, with its interval over the replicates. */
export function lawCurve(
  { law, coefficients }: Fitted,
  replicates: readonly Replicate[],
  first: number,
  last: number,
): readonly CurvePoint[] {
  const drawn = replicates.flatMap(({ fits }) => fits.filter((other) => other.law === law))
  return Array.from({ length: steps + 1 }, (_, i) => {
    const load = first * ((farthest * last) / first) ** (i / steps)
    return {
      load,
      throughput_per_s: {
        value: law.throughputAt(coefficients, load),
        ci95: percentileInterval(drawn.map((other) => law.throughputAt(other.coefficients, load))),
      },
      extrapolated: load > last * (1 + 1e-9),
    }
  })
}

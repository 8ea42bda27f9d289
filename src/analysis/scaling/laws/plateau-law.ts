import type { Law, LogSample } from './law.ts'

/**
 * X(N) = min(a N, b): in proportion until something is full, and no more from there on. A server that admits so many
 * requests and queues the rest (slots, KV cache) does this, and no universal scalability law has such a corner.
 *
 * Coefficients are ln a and the logarithm t of the corner's load. Between two neighbouring loads the law is linear in
 * both, so its best corner there is the free one, or the nearer end where that lies outside; the best of all segments is exact.
 */
export const plateauLaw: Law = {
  name: 'plateau',
  coefficients: 2,
  leastLoads: 3,
  fit(sample) {
    const { loads } = sample
    let best: Float64Array | null = null
    let least = Number.POSITIVE_INFINITY
    for (let rising = 1; rising < loads.length; rising += 1) {
      const candidate = cornerAfter(sample, rising)
      if (candidate.sumOfSquares < least) {
        least = candidate.sumOfSquares
        best = candidate.coefficients
      }
    }
    return best
  },
  throughputAt: ([logSlope, corner], load) => Math.exp(logSlope! + Math.min(Math.log(load), corner!)),
  parametersOf: ([logSlope, corner]) => ({
    slope: Math.exp(logSlope!),
    ceiling: Math.exp(logSlope! + corner!),
  }),
  summitOf: ([logSlope, corner]) => ({ load: Math.exp(corner!), throughput: Math.exp(logSlope! + corner!) }),
}

/** The corner between the load number `rising` and the next one. */
function cornerAfter(
  { loads, logs, weights }: LogSample,
  rising: number,
): { readonly coefficients: Float64Array; readonly sumOfSquares: number } {
  const mean = (from: number, to: number, value: (i: number) => number): number => {
    let sum = 0
    let weight = 0
    for (let i = from; i < to; i += 1) {
      sum += weights[i]! * value(i)
      weight += weights[i]!
    }
    return sum / weight
  }
  const slopeOf = (i: number): number => logs[i]! - Math.log(loads[i]!)
  const free = mean(rising, loads.length, (i) => logs[i]!) - mean(0, rising, slopeOf)
  const corner = Math.min(Math.max(free, Math.log(loads[rising - 1]!)), Math.log(loads[rising]!))
  const bent = (i: number): number => logs[i]! - Math.min(Math.log(loads[i]!), corner)
  const logSlope = mean(0, loads.length, bent)
  let sumOfSquares = 0
  for (let i = 0; i < loads.length; i += 1) sumOfSquares += weights[i]! * (bent(i) - logSlope) ** 2
  return { coefficients: Float64Array.of(logSlope, corner), sumOfSquares }
}

import type { LawName } from '../scaling-report.ts'

/** Points on a logarithmic scale, where errors in proportion have the same size everywhere. */
export interface LogSample {
  /** Ascending, at least 1. */
  readonly loads: Float64Array
  /** Mean logarithms of the throughputs. */
  readonly logs: Float64Array
  /** Inverse variances of those, up to a factor. */
  readonly weights: Float64Array
}

/** The most throughput that a law allows, and the load at which it is reached; infinite where it is never. */
export interface Summit {
  readonly load: number
  readonly throughput: number
}

/** A shape of throughput over load. */
export interface Law {
  readonly name: LawName
  readonly coefficients: number
  /** Distinct loads below which it would go through every point. */
  readonly leastLoads: number
  /** Least squares of the logarithms; null where no such law comes near. A start saves time and changes nothing. */
  fit(sample: LogSample, start: Float64Array | null): Float64Array | null
  throughputAt(coefficients: Float64Array, load: number): number
  /** As the field names them. */
  parametersOf(coefficients: Float64Array): Readonly<Record<string, number>>
  summitOf(coefficients: Float64Array): Summit
}

/** Σ w (observed − law)², of logarithms. */
export function sumOfSquares(law: Law, coefficients: Float64Array, sample: LogSample): number {
  let sum = 0
  for (let i = 0; i < sample.loads.length; i += 1) {
    const residual = sample.logs[i]! - Math.log(law.throughputAt(coefficients, sample.loads[i]!))
    sum += sample.weights[i]! * residual * residual
  }
  return sum
}

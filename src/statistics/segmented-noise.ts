/** What is left of a sequence when each of its segments is taken at its own mean: noise that may remember one step. */
export interface SegmentedNoise {
  /** Autocorrelation at lag one: the upper end of what the segments leave possible, within [0, 0.95]. */
  readonly rho: number
  /** What is new in each step, rho taken out, about 0. */
  readonly innovations: Float64Array
  /** Their variance, allowing for the means that were fitted. */
  readonly innovationVariance: number
  /** Of freedom that the variance has. */
  readonly degrees: number
}

const mostRho = 0.95
const rounding = 1e-13

/**
 * Noise of segments, each about its own mean. Pairs don't cross segments. The estimate of an autocorrelation about fitted means is too
 * low by about (1 + 3 φ) / n a segment (Marriott & Pope, Biometrika 41 (1954) 390), with a standard error of √((1 − φ²) / n): rho mends
 * the one and adds one of the other, because to take noise that persists for noise that doesn't makes changes of nothing, and the
 * other way round only costs power. Segments of one value say nothing; without two values altogether there is no noise.
 */
export function segmentedNoise(segments: readonly Float64Array[]): SegmentedNoise {
  const residuals = segments.filter(({ length }) => length > 1).map(aboutMean)
  let n = 0
  let squares = 0
  let products = 0
  for (const segment of residuals) {
    n += segment.length
    for (let i = 0; i < segment.length; i++) {
      squares += segment[i]! ** 2
      if (i > 0) products += segment[i]! * segment[i - 1]!
    }
  }
  // What rounding leaves of equal values is no noise, and remembers much.
  const largest = segments
    .flatMap((values) => Array.from(values))
    .reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  if (squares <= n * (rounding * largest) ** 2) {
    const innovations = new Float64Array(n - residuals.length)
    return { rho: 0, innovations, innovationVariance: 0, degrees: innovations.length }
  }
  const rho = upperRho(products / squares, n, residuals.length)
  const innovations = Float64Array.from(residuals.flatMap((segment) => steps(segment, rho)))
  const middle = mean(innovations)
  const centred = innovations.map((value) => value - middle)
  const degrees = Math.max(1, centred.length - residuals.length)
  return { rho, innovations: centred, innovationVariance: sumOfSquares(centred) / degrees, degrees }
}

function upperRho(phi: number, n: number, segments: number): number {
  const bias = (segments * (1 + 3 * Math.max(0, phi))) / n
  const error = Math.sqrt(Math.max(1 - phi * phi, 1 / n) / n)
  return Math.max(0, Math.min(mostRho, phi + bias + error))
}

/** Deviations from the mean, which lie nearer to it than to the true one: by n / (n − 1) of variance. */
function aboutMean(values: Float64Array): Float64Array {
  const middle = mean(values)
  const wider = Math.sqrt(values.length / (values.length - 1))
  return values.map((value) => (value - middle) * wider)
}

function steps(values: Float64Array, rho: number): readonly number[] {
  return Array.from(values.subarray(1), (value, at) => value - rho * values[at]!)
}

function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}

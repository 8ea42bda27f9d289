/** Closer than so, as a share of the value, no law is asked to fit: rounding would choose among them. */
const leastMeanSquare = 1e-8

/**
 * Akaike's information criterion with its correction for few observations: n ln(SS / n) + 2K + 2K(K + 1) / (n − K − 1), where K
 * counts the parameters and the variance (Hurvich & Tsai, Biometrika 76 (1989) 297). `sumOfSquares` is of relative errors. Infinite
 * where there are too few observations for the parameters.
 */
export function akaike(sumOfSquares: number, observations: number, parameters: number): number {
  const k = parameters + 1
  const spare = observations - k - 1
  if (spare <= 0) return Number.POSITIVE_INFINITY
  const meanSquare = Math.max(sumOfSquares / observations, leastMeanSquare)
  return observations * Math.log(meanSquare) + 2 * k + (2 * k * (k + 1)) / spare
}

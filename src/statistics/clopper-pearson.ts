import { incompleteBeta } from './incomplete-beta.ts'

/**
 * The exact interval of a share of independent observations (Clopper & Pearson, Biometrika 26 (1934) 404): it holds the truth with
 * at least the confidence, whatever the share. Its ends are quantiles of Beta(k, n − k + 1) and Beta(k + 1, n − k). All of
 * 0 to 1 without observations. Throws RangeError unless 0 ≤ successes ≤ n, both whole, and 0 < confidence < 1.
 */
export function clopperPearson(
  successes: number,
  n: number,
  confidence = 0.95,
): readonly [low: number, high: number] {
  if (!(Number.isInteger(successes) && Number.isInteger(n) && successes >= 0 && successes <= n))
    throw new RangeError(`${successes} of ${n} is no share`)
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence must be between 0 and 1, not ${confidence}`)
  const tail = (1 - confidence) / 2
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
  ]
}

/** By bisection. */
function betaQuantile(p: number, a: number, b: number): number {
  let low = 0
  let high = 1
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (incompleteBeta(middle, a, b) < p) low = middle
    else high = middle
  }
}

/**
 * The least and most successes of `trials` that leave at most 0.05 % of a binomial law's probability on either side:
 * with 40 trials at 0.95, 32 to 40.
 */
export function binomialRange(trials: number, probability: number): readonly [least: number, most: number] {
  const tail = 0.0005
  const below = (successes: number): number => cumulative(trials, probability, successes - 1)
  let least = 0
  while (least < trials && below(least + 1) <= tail) least += 1
  let most = trials
  while (most > 0 && 1 - below(most) <= tail) most -= 1
  return [least, most]
}

/** P(at most `successes`), by logarithms: a thousand trials' coefficients don't fit a double. */
function cumulative(trials: number, probability: number, successes: number): number {
  let sum = 0
  let logChoose = 0
  for (let k = 0; k <= successes; k += 1) {
    sum += Math.exp(logChoose + k * Math.log(probability) + (trials - k) * Math.log1p(-probability))
    logChoose += Math.log((trials - k) / (k + 1))
  }
  return sum
}

/**
 * E[d²] / E[d] of lengths d: the mean length of that in which a random instant falls. What requests do evenly while they last
 * (being in flight, bringing tokens) varies, when they come at random, as if so much time counted as one: the number in an
 * M/G/∞ queue has covariance λ ∫ₜ^∞ P(d > u) du at distance t, whose integral over all t, before and after, is λ E[d²],
 * and variance λ E[d].
 */
export class LengthBiasedMean {
  #sum = 0
  #squares = 0

  add(length: number): void {
    this.#sum += length
    this.#squares += length * length
  }

  /** 0 of nothing. */
  get value(): number {
    return this.#sum > 0 ? this.#squares / this.#sum : 0
  }
}

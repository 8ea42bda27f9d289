/**
 * Moments of values as they come, by Welford's recurrence (1962), which keeps its digits where the sum of squares would lose
 * them: latencies that differ by microseconds after hours of nanoseconds. `add` allocates nothing. A class because it is
 * filled over time.
 */
export class RunningMoments {
  #n = 0
  #mean = 0
  #squares = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  add(value: number): void {
    this.#n += 1
    const before = value - this.#mean
    this.#mean += before / this.#n
    this.#squares += before * (value - this.#mean)
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  /** Adds other values, of which there is at least one, by their moments. */
  addAll(other: Pick<RunningMoments, 'n' | 'mean' | 'squares' | 'min' | 'max'>): void {
    // Chan, Golub & LeVeque 1983: the squares about the joint mean.
    const n = this.#n + other.n
    const difference = other.mean - this.#mean
    this.#squares += other.squares + (difference * difference * this.#n * other.n) / n
    this.#mean += (difference * other.n) / n
    this.#n = n
    this.#min = Math.min(this.#min, other.min)
    this.#max = Math.max(this.#max, other.max)
  }

  get n(): number {
    return this.#n
  }

  /** NaN without values, as are min and max. */
  get mean(): number {
    return this.#n > 0 ? this.#mean : Number.NaN
  }

  /** Sample standard deviation (divisor n − 1); NaN with fewer than two values. */
  get sd(): number {
    return this.#n > 1 ? Math.sqrt(this.#squares / (this.#n - 1)) : Number.NaN
  }

  /** Sum of squared differences from the mean. */
  get squares(): number {
    return this.#squares
  }

  get min(): number {
    return this.#n > 0 ? this.#min : Number.NaN
  }

  get max(): number {
    return this.#n > 0 ? this.#max : Number.NaN
  }
}

import { timeSlices } from '../statistics/rate-interval.ts'

/** What happened in each of the equal slices of a span of time, `timeSlices` of them. */
export class TimeSlices {
  readonly #startNs: number
  readonly #endNs: number
  readonly #perNs: number
  readonly amounts: Float64Array = new Float64Array(timeSlices)

  constructor(startNs: number, endNs: number) {
    this.#startNs = startNs
    this.#endNs = endNs
    this.#perNs = endNs > startNs ? timeSlices / (endNs - startNs) : 0
  }

  /** Adds an amount at a time of the span; both of its ends belong to it. */
  add(atNs: number, amount: number): void {
    this.amounts[this.indexOf(atNs)]! += amount
  }

  /** The slice of a time; the first or the last of one that is outside. */
  indexOf(atNs: number): number {
    const index = Math.floor((Math.min(atNs, this.#endNs) - this.#startNs) * this.#perNs)
    return index < 0 ? 0 : index < timeSlices ? index : timeSlices - 1
  }
}

import { moments } from './moments.ts'

export interface Dispersion {
  /** Windows counted. */
  readonly windows: number
  /** Variance over mean of the counts; NaN with fewer than two windows or no event. */
  readonly index: number
}

/**
 * The index of dispersion of counts: variance over mean of the numbers of events in successive windows of a width,
 * from `start` to the last window that ends by `end`. 1 for a Poisson process (with k windows, the estimate's standard
 * deviation is √(2 / (k − 1)): Cox & Lewis 1966), near 0 for even arrivals, above 1 for bursts.
 * Times, in any order, and width have one unit. Throws RangeError for a width that isn't above 0.
 */
export function indexOfDispersion(
  times: ArrayLike<number>,
  start: number,
  end: number,
  width: number,
): Dispersion {
  if (!(width > 0)) throw new RangeError(`a window's width must be above 0, not ${width}`)
  const windows = Math.max(0, Math.floor((end - start) / width))
  const counts = new Float64Array(windows)
  for (let i = 0; i < times.length; i += 1) {
    const window = Math.floor((times[i]! - start) / width)
    if (window >= 0 && window < windows) counts[window] = counts[window]! + 1
  }
  const { mean, sd } = moments(counts)
  return { windows, index: mean > 0 ? (sd * sd) / mean : Number.NaN }
}

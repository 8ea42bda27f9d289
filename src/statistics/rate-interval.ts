import { dependenceLength } from './dependence-length.ts'
import { moments } from './moments.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** Into so many slices of equal time a window is cut for its rates. */
export const timeSlices = 200
const numbersOfBatches = [10, 20] as const
const fewestBlocks = 20
/** The window must be so many times as long as the slices that count as one. */
const fewestLengths = 5
/** Likewise where their number is known and not seen: then there is no luck in it. */
const fewestKnownLengths = 8
const fewestFilled = 8

/**
 * A 95 % interval of the mean of what happened in each of `timeSlices` equal slices of a window (requests ended, tokens arrived,
 * requests in flight); null where the window is too short for one. By batch means: with s_B the standard
 * deviation of the means of B batches of slices, the half-width is the larger of t s_B / √B for B = 10 and 20, which needs no
 * model of arrivals: evenly spaced ones get the narrow interval that they deserve. Where b slices count as one its
 * square is raised by 8 b / 200. The interval is symmetric in the logarithm: counts of few are skewed.
 *
 * Refused: when less than 8 of 10 batches hold anything, when the half-width is as large as the mean, and when
 * the window has fewer than 5 times as many slices as count for one; 8 times as many as are known to, by `knownDependence`.
 */
export function rateInterval(
  slices: Float64Array,
  knownDependence = 1,
): readonly [low: number, high: number] | null {
  if (slices.length !== timeSlices) throw new RangeError(`${slices.length} slices instead of ${timeSlices}`)
  const { mean } = moments(slices)
  if (!(mean > 0) || batchMeans(slices, 10).filter((value) => value > 0).length < fewestFilled) return null
  const dependence = Math.max(knownDependence, dependenceLength(slices, fewestBlocks))
  const lengths = Math.max(fewestLengths * dependence, fewestKnownLengths * knownDependence)
  if (timeSlices < lengths) return null
  const correction = dependence > 1 ? Math.sqrt(1 + (8 * dependence) / timeSlices) : 1
  const halves = numbersOfBatches.map((batches) => {
    const { sd } = moments(batchMeans(slices, batches))
    return (studentTQuantile(0.975, batches - 1) * sd) / Math.sqrt(batches)
  })
  const relative = (correction * Math.max(...halves)) / mean
  return relative < 1 ? [mean * Math.exp(-relative), mean * Math.exp(relative)] : null
}

function batchMeans(slices: Float64Array, batches: number): Float64Array {
  const length = timeSlices / batches
  return Float64Array.from({ length: batches }, (_, batch) => {
    let sum = 0
    for (let i = batch * length; i < (batch + 1) * length; i++) sum += slices[i]!
    return sum / length
  })
}

import { dependenceLength } from './dependence-length.ts'
import { midRanks } from './mid-ranks.ts'
import { skewness } from './moments.ts'

/** Of fewer blocks a correlation is luck. */
const fewestBlocks = 50
/** So many ranks are told apart: searching a million values for each of a million would take seconds. */
const finestRanks = 4096

/** Values in the order in which they came about, what intervals of their figures are made from. */
export interface OrderedSample {
  readonly ordered: Float64Array
  readonly sorted: Float64Array
  /** About how many successive values count as one, by `rankDependence`. */
  readonly dependence: number
  /** Of the values. */
  readonly skewness: number
}

export function orderedSample(ordered: Float64Array): OrderedSample {
  const sorted = ordered.slice().sort()
  return { ordered, sorted, dependence: rankDependence(ordered, sorted), skewness: skewness(sorted) }
}

/** `dependenceLength` of the values' ranks, which outliers don't disturb. `sorted` is the same values ascending. */
export function rankDependence(ordered: Float64Array, sorted: Float64Array): number {
  return dependenceLength(midRanks(ordered, thinned(sorted)), fewestBlocks)
}

/** Evenly many of ascending values, from the middles of equal stretches. */
function thinned(sorted: Float64Array): Float64Array {
  const n = sorted.length
  if (n <= finestRanks) return sorted
  const some = new Float64Array(finestRanks)
  for (let i = 0; i < finestRanks; i++) some[i] = sorted[Math.floor(((i + 0.5) * n) / finestRanks)]!
  return some
}

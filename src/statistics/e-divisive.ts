import { energySplit } from './energy-split.ts'
import { freshStepP } from './fresh-step.ts'
import { largestMeanShift } from './largest-mean-shift.ts'
import { moments } from './moments.ts'
import { quantile } from './quantile.ts'
import { createRandom, type Random } from './random.ts'
import { segmentedNoise } from './segmented-noise.ts'

export interface EDivisiveOptions {
  /** Least shift of the means, and of the medians, in the unit of the values. */
  readonly leastShift: number
  /** Largest p at which the permutation test of a look finds a change. */
  readonly alpha: number
  readonly seed: number
}

/** A change that was found in a sequence. */
export interface FoundChange {
  /** The first value after it is values[at]. */
  readonly at: number
  /** Values that had been seen when it was found: values[seen − 1] was the last that it took. */
  readonly seen: number
  /** Of no change, by the look that found it. */
  readonly p: number
}

const eDivisiveDefaults: Omit<EDivisiveOptions, 'leastShift'> = { alpha: 0.0005, seed: 0 }

/** Values on either side of a change. */
const leastOnASide = 3

/** Values before anything is said: with fewer nobody can tell noise that persists from a change. */
export const leastSeen = 20

/** As many of the latest values as a look takes, of a segment as of noise. */
const window = 100

/** Later values may put a change right by so many places. */
const mostMoved = 5

/**
 * Change points of a sequence by E-divisive (Matteson & James, JASA 109 (2014) 334), made to be asked after every new value: it looks
 * at the sequence as it was after each, from the first on, each time only at what came since the last change that it had found. So what
 * was found once stays found, the answer doesn't depend on how often anybody asked, and the false alarms of a whole history are
 * those of all its looks together, which is why a look's alpha is small. A look finds a change where all of this holds:
 *
 * - the best split (`energySplit`) has three values or more on either side; one with two after it waits for the third;
 * - means and medians shift by `leastShift` or more: one wild value among three is no change;
 * - the permutation test: with the autocorrelation taken out (x_i − ρ x_{i−1}, ρ at the upper end of what the values leave possible), the
 *   largest energy statistic of the segment is beyond that of all but a share alpha of permutations of the noise. The noise is what is
 *   left of all segments in the window about their means, not the segment's alone, whose change would be taken for noise and
 *   whose few values, soon after the last change, have too few permutations.
 *
 * Or the last three values pass a test of their own, made for so few: that of a step which has just come (`freshStepP`).
 *
 * At the end each change is put where the values on both its sides, all of which are known by then, split best, if that is near.
 */
export function eDivisive(
  values: Float64Array,
  options: Pick<EDivisiveOptions, 'leastShift'> & Partial<EDivisiveOptions>,
): readonly FoundChange[] {
  const settings = { ...eDivisiveDefaults, ...options }
  const found: FoundChange[] = []
  for (let seen = leastSeen; seen <= values.length; seen++) {
    const starts = [0, ...found.map(({ at }) => at)]
    const change = look(values.subarray(0, seen), starts, settings)
    if (change !== null) found.push({ ...change, seen })
  }
  const right: FoundChange[] = []
  for (const [nth, change] of found.entries()) {
    const to = found[nth + 1]?.at ?? values.length
    right.push({ ...change, at: putRight(values, change.at, right.at(-1)?.at ?? 0, to) })
  }
  return right
}

/** Whether the last segment of the values, all seen so far, has a change. `starts`: of all segments. */
function look(
  values: Float64Array,
  starts: readonly number[],
  options: EDivisiveOptions,
): Pick<FoundChange, 'at' | 'p'> | null {
  const start = Math.max(starts.at(-1)!, values.length - window)
  const segment = values.subarray(start)
  // Rounding may put a shift just below itself.
  const least = options.leastShift * (1 - 1e-9)
  // Nearly every look ends here: no split is good enough, and which is best needn't be found out.
  if (largestMeanShift(segment, leastOnASide) < least * (1 - 1e-9)) return null
  const first = Math.max(0, values.length - window)
  const older = [first, ...starts.filter((at) => at > first && at < start), start]
  const olderSegments = older.slice(1).map((to, nth) => values.subarray(older[nth], to))
  const at = segment.length - leastOnASide
  if (shiftsBy(least, segment, at)) {
    const noise = segmentedNoise([...olderSegments, segment.subarray(0, at)])
    const p = freshStepP({ segment, at, noise, leastShift: options.leastShift })
    if (p !== null) return { at: start + at, p }
  }
  const split = energySplit(segment, leastOnASide - 1)
  if (split === null || !shiftsBy(least, segment, split.at)) return null
  const noise = segmentedNoise([...olderSegments, segment.subarray(0, split.at), segment.subarray(split.at)])
  const whitened = segment.subarray(1).map((value, i) => value - noise.rho * segment[i]!)
  const random = createRandom(options.seed, values.length)
  const p = permutationP(whitened, noise.innovations, options.alpha, random)
  return p === null ? null : { at: start + split.at, p }
}

/** Whether a split leaves enough values on both its sides, and mean and median shift the same way, by `least` or more. */
function shiftsBy(least: number, segment: Float64Array, at: number): boolean {
  if (Math.min(at, segment.length - at) < leastOnASide) return false
  const before = segment.subarray(0, at)
  const after = segment.subarray(at)
  const ofMeans = moments(after).mean - moments(before).mean
  const ofMedians = median(after) - median(before)
  return ofMeans * ofMedians > 0 && Math.min(Math.abs(ofMeans), Math.abs(ofMedians)) >= least
}

/**
 * Share of permutations of the noise whose largest energy statistic is the values' or more, the values themselves counted in; null as
 * soon as it is sure to be above alpha.
 */
function permutationP(
  values: Float64Array,
  noise: Float64Array,
  alpha: number,
  random: Random,
): number | null {
  const statistic = energySplit(values, leastOnASide - 1)?.statistic ?? 0
  const permutations = Math.ceil(5 / alpha) - 1
  const drawn = new Float64Array(values.length)
  let beyond = 1
  for (let k = 0; k < permutations; k++) {
    draw(noise, drawn, random)
    if (energySplit(drawn, leastOnASide - 1)!.statistic < statistic) continue
    beyond++
    if (beyond > alpha * (permutations + 1)) return null
  }
  return beyond / (permutations + 1)
}

/** Draws without putting back, as long as there are some left; permutes `from`. */
function draw(from: Float64Array, to: Float64Array, random: Random): void {
  let left = 0
  for (let i = 0; i < to.length; i++) {
    if (left === 0) left = from.length
    const pick = random.integer(left)
    left--
    const value = from[pick]!
    from[pick] = from[left]!
    from[left] = value
    to[i] = value
  }
}

function putRight(values: Float64Array, at: number, from: number, to: number): number {
  const first = Math.max(from, at - window)
  const split = energySplit(values.subarray(first, Math.min(to, at + window)), leastOnASide)
  if (split === null || Math.abs(first + split.at - at) > mostMoved) return at
  return first + split.at
}

function median(values: Float64Array): number {
  return quantile(values.slice().sort(), 0.5)
}

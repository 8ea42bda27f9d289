import { moments } from './moments.ts'
import { studentTCdf } from './student-t-cdf.ts'

/** A value, and where on a line it stands. */
export interface Placed {
  readonly at: number
  readonly value: number
}

/** What one sample is without the slope that it shares with another. */
export interface Level {
  /** Its values moved along the slope to the mean place of both samples. */
  readonly values: readonly number[]
  /** Degrees of freedom of their variance: n − 1, less the sample's part in finding the slope. */
  readonly degrees: number
  /** Mean of their places. */
  readonly at: number
  /** Sum of squares of their places about that: the sample's weight in the slope. */
  readonly spread: number
}

/** A slope that two samples share. */
export interface CommonSlope {
  readonly slope: number
  /** Two-sided, of no slope: Student's t with n − 3 degrees of freedom. */
  readonly p: number
  readonly levels: readonly [x: Level, y: Level]
}

/**
 * The slope that two samples have in common, whatever their levels: analysis of covariance (Fisher, Statistical Methods for Research
 * Workers, 4th ed. (1932), § 49.1). A sample's squares about its level lose the part of the slope's degree of freedom that its spread has in that
 * of both, as its block of the projection has that trace. Null with fewer than two values of a sample, or all at one place.
 */
export function commonSlope(x: readonly Placed[], y: readonly Placed[]): CommonSlope | null {
  if (x.length < 2 || y.length < 2) return null
  const parts = [x, y].map(squares)
  const [xx, xy, yy] = (['xx', 'xy', 'yy'] as const).map((of) => parts[0]![of] + parts[1]![of])
  if (!(xx! > 0)) return null
  const slope = xy! / xx!
  const degrees = x.length + y.length - 3
  const error = Math.sqrt(Math.max(0, yy! - slope * xy!) / degrees / xx!)
  const none = slope === 0 ? 1 : 0
  const centre = moments([...x, ...y].map(({ at }) => at)).mean
  const levels = [x, y].map((sample, which): Level => {
    const { meanAt, xx: spread } = parts[which]!
    return {
      values: sample.map(({ at, value }) => value - slope * (at - centre)),
      degrees: sample.length - 1 - spread / xx!,
      at: meanAt,
      spread,
    }
  }) as [Level, Level]
  return { slope, p: error === 0 ? none : 2 * studentTCdf(-Math.abs(slope) / error, degrees), levels }
}

/** Squares and products about a sample's own means. */
function squares(sample: readonly Placed[]) {
  const meanAt = moments(sample.map(({ at }) => at)).mean
  const mean = moments(sample.map(({ value }) => value)).mean
  let [xx, xy, yy] = [0, 0, 0]
  for (const { at, value } of sample) {
    xx += (at - meanAt) ** 2
    xy += (at - meanAt) * (value - mean)
    yy += (value - mean) ** 2
  }
  return { meanAt, xx, xy, yy }
}

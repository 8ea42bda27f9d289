/** A straight line in the logit of a share: logit P(x) = intercept + slope x. */
export interface LogisticFit {
  readonly intercept: number
  readonly slope: number
  /** Inverse of the information, to be multiplied by the dispersion. */
  readonly covariance: { readonly intercept: number; readonly slope: number; readonly both: number }
  /** Pearson's χ² over its degrees of freedom: how often the variance is that of `weight` independent values. NaN for two points. */
  readonly dispersion: number
}

/** A share seen at x, of so many values. */
export interface SharePoint {
  readonly x: number
  readonly share: number
  readonly weight: number
}

const mostSteps = 50
/** Of a logit: a step that throws a line across the data is taken back to this. */
const longestStep = 3

/**
 * Logistic regression of shares by iterated weighted least squares (McCullagh & Nelder 1989, Generalized Linear Models, 4.4
 * and 4.5 for the dispersion). Null where no line is determined: fewer than two different x, no share inside (0, 1), or shares
 * that some x parts into all 0 and all 1, whose best line is a step.
 */
export function quasiLogistic(points: readonly SharePoint[]): LogisticFit | null {
  const used = points.filter(({ weight }) => weight > 0)
  const total = sum(used, ({ weight }) => weight)
  const centre = sum(used, ({ x, weight }) => x * weight) / total
  const overall = sum(used, ({ share, weight }) => share * weight) / total
  if (!(overall > 0 && overall < 1)) return null
  let line = { level: logit(overall), slope: 0 }
  for (let step = 0; step < mostSteps; step++) {
    const normal = normalEquations(used, centre, line)
    const determinant = normal.a * normal.c - normal.b ** 2
    if (!(determinant > 1e-12 * normal.a * normal.c)) return null
    const level = (normal.c * normal.u - normal.b * normal.v) / determinant
    const slope = (normal.a * normal.v - normal.b * normal.u) / determinant
    const farthest = Math.max(...used.map(({ x }) => Math.abs(level + slope * (x - centre))))
    const damping = Math.min(1, longestStep / farthest)
    line = { level: line.level + damping * level, slope: line.slope + damping * slope }
    if (farthest < 1e-10) return summary(used, centre, line, normal, determinant)
  }
  return null
}

interface NormalEquations {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly u: number
  readonly v: number
}

interface Line {
  /** At the centre of the data, where level and slope are least entangled. */
  readonly level: number
  readonly slope: number
}

function normalEquations(points: readonly SharePoint[], centre: number, line: Line): NormalEquations {
  let [a, b, c, u, v] = [0, 0, 0, 0, 0]
  for (const { x, share, weight } of points) {
    const distance = x - centre
    const expected = expit(line.level + line.slope * distance)
    const information = weight * expected * (1 - expected)
    a += information
    b += information * distance
    c += information * distance ** 2
    u += weight * (share - expected)
    v += weight * (share - expected) * distance
  }
  return { a, b, c, u, v }
}

function summary(
  points: readonly SharePoint[],
  centre: number,
  { level, slope }: Line,
  { a, b, c }: NormalEquations,
  determinant: number,
): LogisticFit {
  const [ofLevel, ofSlope, ofBoth] = [c / determinant, a / determinant, -b / determinant]
  const chiSquare = sum(points, ({ x, share, weight }) => {
    const expected = expit(level + slope * (x - centre))
    return (weight * (share - expected) ** 2) / (expected * (1 - expected))
  })
  return {
    intercept: level - slope * centre,
    slope,
    covariance: {
      intercept: ofLevel - 2 * centre * ofBoth + centre ** 2 * ofSlope,
      slope: ofSlope,
      both: ofBoth - centre * ofSlope,
    },
    dispersion: points.length > 2 ? chiSquare / (points.length - 2) : Number.NaN,
  }
}

export function logit(share: number): number {
  return Math.log(share / (1 - share))
}

function expit(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

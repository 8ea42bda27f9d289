/**
 * A smooth curve through points that rises where they rise, falls where they fall and turns nowhere else: cubic pieces with
 * slopes that are the weighted harmonic means of the neighbouring ones (Fritsch & Butland 1984, SIAM J. Sci. Stat. Comput. 5; PCHIP of
 * MATLAB and scipy). Flat beyond the last point and before the first. `x` ascends. Throws RangeError otherwise, and without points.
 */
export function monotoneInterpolation(x: readonly number[], y: readonly number[]): (at: number) => number {
  if (x.length === 0 || x.length !== y.length || x.some((value, i) => i > 0 && !(value > x[i - 1]!)))
    throw new RangeError('interpolation needs points whose x ascends')
  const last = x.length - 1
  const slopes = slopesAt(x, y)
  return (at) => {
    if (at <= x[0]!) return y[0]!
    if (at >= x[last]!) return y[last]!
    const right = x.findIndex((value) => value > at)
    const left = right - 1
    const width = x[right]! - x[left]!
    const t = (at - x[left]!) / width
    const rise = t * t * (3 - 2 * t)
    const fromLeft = t * (1 - t) ** 2 * width * slopes[left]!
    const fromRight = t * t * (t - 1) * width * slopes[right]!
    return y[left]! + rise * (y[right]! - y[left]!) + fromLeft + fromRight
  }
}

function slopesAt(x: readonly number[], y: readonly number[]): readonly number[] {
  const widths = x.slice(1).map((value, i) => value - x[i]!)
  const secants = widths.map((width, i) => (y[i + 1]! - y[i]!) / width)
  if (secants.length < 2) return x.map(() => secants[0] ?? 0)
  return x.map((_, i) => {
    if (i === 0) return endSlope(widths[0]!, widths[1]!, secants[0]!, secants[1]!)
    const [left, right] = [secants[i - 1]!, secants[i]]
    if (right === undefined) return endSlope(widths[i - 1]!, widths[i - 2]!, left, secants[i - 2]!)
    if (left * right <= 0) return 0
    const leftWeight = 2 * widths[i]! + widths[i - 1]!
    const rightWeight = widths[i]! + 2 * widths[i - 1]!
    return (leftWeight + rightWeight) / (leftWeight / left + rightWeight / right)
  })
}

/** One-sided, of three points, and no steeper or of another sign than keeps the shape. */
function endSlope(width: number, next: number, secant: number, nextSecant: number): number {
  const slope = ((2 * width + next) * secant - width * nextSecant) / (width + next)
  if (slope * secant <= 0) return 0
  return secant * nextSecant <= 0 && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope
}

import { betaTails } from './incomplete-beta.ts'
import { normalQuantile } from './normal-quantile.ts'

/** Above so many degrees of freedom the series about the normal is the more exact. */
const manyDegrees = 400

/**
 * The quantile of Student's t with a real number of degrees of freedom, of the normal with infinitely many, within 1e-9 of its size
 * for p from 1e-4 to 1 − 1e-4. Up to 400 degrees by bisection of its distribution function, above by the expansion about the
 * normal's quantile (Abramowitz & Stegun 26.7.5), whose next term is below 1e-10 there.
 * Throws RangeError unless 0 < p < 1 and degrees is above 0.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile's p must be between 0 and 1, not ${p}`)
  if (!(degrees > 0)) throw new RangeError(`degrees of freedom must be above 0, not ${degrees}`)
  if (p < 0.5) return -studentTQuantile(1 - p, degrees)
  if (degrees > manyDegrees) return aboutNormal(normalQuantile(p), degrees)
  let low = 0
  let high = Math.PI / 2
  for (;;) {
    const angle = (low + high) / 2
    if (angle <= low || angle >= high) return Math.sqrt(degrees) * Math.tan(angle)
    if (beyondAngle(angle, degrees) > 2 * (1 - p)) low = angle
    else high = angle
  }
}

/** P(|T| > √ν tan θ). */
function beyondAngle(angle: number, degrees: number): number {
  return betaTails(Math.cos(angle) ** 2, Math.sin(angle) ** 2, degrees / 2, 0.5)
}

function aboutNormal(x: number, degrees: number): number {
  const square = x * x
  const first = (x * (square + 1)) / 4
  const second = (x * ((5 * square + 16) * square + 3)) / 96
  const third = (x * (((3 * square + 19) * square + 17) * square - 15)) / 384
  const fourth = (x * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945)) / 92160
  return x + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees
}

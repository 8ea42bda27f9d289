import { betaTails } from './incomplete-beta.ts'
import { normalCdf } from './normal-cdf.ts'

/** Above so many the normal's is nearer than rounding lets the beta function be. */
const asGoodAsNormal = 1e8

/**
 * P(T ≤ t) of Student's t with a real number of degrees of freedom, the normal's with infinitely many: half of
 * I(ν / (ν + t²); ν/2, 1/2) below 0 (Abramowitz & Stegun 26.7.1). A tail keeps its digits: ask for P(T > t) as the value at −t.
 * NaN where t is. Throws RangeError unless degrees is above 0.
 */
export function studentTCdf(t: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`degrees of freedom must be above 0, not ${degrees}`)
  if (Number.isNaN(t)) return Number.NaN
  if (degrees > asGoodAsNormal) return normalCdf(t)
  if (!Number.isFinite(t)) return t < 0 ? 0 : 1
  const square = (t / degrees) * t
  const tail = betaTails(1 / (1 + square), square / (1 + square), degrees / 2, 0.5) / 2
  return t < 0 ? tail : 1 - tail
}

import { normalQuantile } from '../../statistics/normal-quantile.ts'
import type { ObjectiveEvidence, ProbeVerdict } from './capacity-probe.ts'

const z = normalQuantile(0.975)

/**
 * Of how many independent values a share with this interval is, by the end of it that is nearer to the allowed share: Wilson's
 * equation (u − p̂)² = z² u (1 − u) / n, solved for n. Infinite for an interval of a point, null without one.
 */
export function effectiveValues({ beyond, ci95, allowed }: ObjectiveEvidence): number | null {
  if (ci95 === null) return null
  const end = beyond <= allowed ? ci95[1] : ci95[0]
  if (end === beyond) return Number.POSITIVE_INFINITY
  if (!(end > 0 && end < 1)) return null
  return (z ** 2 * end * (1 - end)) / (end - beyond) ** 2
}

/** A share, of so many independent values. */
export interface WeighedShare {
  readonly beyond: number
  readonly values: number
  readonly allowed: number
}

/**
 * By how many standard errors a share is below what is allowed: above 0 it holds. The standard error is that of the allowed
 * share itself (the score test, of which Wilson's interval is the inversion): it doesn't shrink because a run saw few
 * beyond the limit. Where none may be beyond, what was seen decides.
 */
export function margin({ beyond, values, allowed }: WeighedShare): number {
  if (allowed <= 0) return beyond > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (beyond === allowed || values === 0) return 0
  if (allowed >= 1) return Number.POSITIVE_INFINITY
  return (allowed - beyond) * Math.sqrt(values / (allowed * (1 - allowed)))
}

/** `fails` where any objective does, `holds` where all do. `margins` is empty for a run that shows nothing. */
export function verdictOf(margins: readonly number[], overloaded: boolean, limit: number = z): ProbeVerdict {
  if (overloaded || margins.some((value) => value < -limit)) return 'fails'
  return margins.length > 0 && margins.every((value) => value > limit) ? 'holds' : 'undecided'
}

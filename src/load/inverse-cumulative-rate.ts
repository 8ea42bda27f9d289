import type { OpenStage } from './load-plan.ts'
import type { StageSpan } from './stage-span.ts'

/**
 * When an open stage's expected number of sends reaches u: the inverse of its cumulative rate Λ, in nanoseconds since
 * the stage's start, Infinity when it never does. Whether that is before the stage's end is the caller's to see.
 *
 * A process of rate λ(t) is one of rate 1 run on a clock that shows Λ(t) (time rescaling), so that any process can be
 * ramped exactly: draw u in unit time, and send at Λ⁻¹(u). With rates r₀ → r₁ over D, after a lead at r₀:
 *
 *   Λ(τ) = r₀ τ + (r₁ − r₀) τ² / 2D    ⇒    τ = 2u / (r₀ + √(r₀² + 2 (r₁ − r₀) u / D))
 *
 * which is the quadratic's root in the form that loses no digits when r₁ − r₀ is small.
 */
export function inverseCumulativeRate(span: StageSpan<OpenStage>): (u: number) => number {
  const { startRatePerSecond: r0, endRatePerSecond: r1 } = span.stage
  const at = (u: number): number => (r0 > 0 ? (u * 1e9) / r0 : Number.POSITIVE_INFINITY)
  if (r0 === r1) return at

  const leadNs = span.rampStartNs - span.startNs
  const leadCount = (r0 * leadNs) / 1e9
  const slope = (2 * (r1 - r0) * 1e9) / (span.endNs - span.rampStartNs)
  return (u) => {
    const v = u - leadCount
    if (v < 0) return at(u)
    if (v === 0) return leadNs
    const square = r0 * r0 + slope * v
    return square >= 0 ? leadNs + (2e9 * v) / (r0 + Math.sqrt(square)) : Number.POSITIVE_INFINITY
  }
}

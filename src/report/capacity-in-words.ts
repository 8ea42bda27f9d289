import type { CapacityAnswer } from '../analysis/capacity/capacity-answer.ts'
import type { CapacityAxis } from '../analysis/capacity/capacity-probe.ts'

const digits = 4

/**
 * `74.12 req/s`, `16 in flight`: four digits, rounded to the side on which the statement stays true (a verified load down, a
 * refuted one up).
 */
export function formatLoad(load: number, axis: CapacityAxis, round: 'down' | 'up'): string {
  const unit = 10 ** (Math.floor(Math.log10(load)) - digits + 1)
  const count = load / unit
  const nearest = Math.round(count)
  // What is whole but for the rounding of a division stays as it is.
  const isWhole = Math.abs(count - nearest) < 1e-6
  const rounded = isWhole ? nearest : round === 'down' ? Math.floor(count) : Math.ceil(count)
  const text = String(Number((rounded * unit).toPrecision(digits)))
  return axis === 'rate' ? `${text} req/s` : `${text} in flight`
}

/** The statement on one line: `verified ≥ 74 req/s, refuted at 79 req/s (95 %)`. Never one number. */
export function capacityInWords({ outcome, axis, verified, refuted, confidence }: CapacityAnswer): string {
  const sure = `(${Math.round(100 * confidence)} %)`
  const least = verified === null ? null : formatLoad(verified, axis, 'down')
  const most = refuted === null ? null : formatLoad(refuted, axis, 'up')
  if (outcome === 'never holds') return `never holds: refuted at ${most}, the least that was tried ${sure}`
  if (outcome === 'always holds') return `always holds: verified ≥ ${least}, the most that was tried ${sure}`
  if (least === null && most === null) return 'open: nothing verified, nothing refuted'
  if (least === null) return `open: nothing verified, refuted at ${most} ${sure}`
  if (most === null) return `open: verified ≥ ${least}, nothing refuted ${sure}`
  return `verified ≥ ${least}, refuted at ${most} ${sure}`
}

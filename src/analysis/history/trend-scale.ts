import type { ComparedUnit } from '../comparison/compared-metric.ts'

/** A figure on the scale on which runs vary alike: its logarithm, or a share as it is; null where it has none. */
export function onScale(unit: ComparedUnit, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null
  if (unit === 'share') return value
  return value > 0 ? Math.log(value) : null
}

/** The figure that is so far along the scale. */
export function offScale(unit: ComparedUnit, at: number): number {
  return unit === 'share' ? at : Math.exp(at)
}

/** A shift along the scale as a change: of shares the difference, else a share of what it was before. */
export function shiftAsChange(unit: ComparedUnit, shift: number): number {
  return unit === 'share' ? shift : Math.expm1(shift)
}

export function betterOrWorse(better: 'lower' | 'higher', shift: number): 'better' | 'worse' {
  return shift > 0 === (better === 'higher') ? 'better' : 'worse'
}

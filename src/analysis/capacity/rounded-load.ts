import type { CapacityOptions } from './capacity-options.ts'

const digits = 4

/** e^x as a load that can be ordered and read: four digits of a rate, or a whole concurrency; between floor and ceiling. */
export function roundedLoad(
  x: number,
  { axis, floor, ceiling }: CapacityOptions,
  round: (value: number) => number = Math.round,
): number {
  const load = Math.exp(x)
  const unit = axis === 'rate' ? 10 ** (Math.floor(Math.log10(load)) - digits + 1) : 1
  const rounded = Number((round(load / unit) * unit).toPrecision(15))
  return Math.min(ceiling, Math.max(floor, rounded))
}

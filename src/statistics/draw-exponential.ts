import type { Random } from './random.ts'

/** Draws from the exponential distribution with this mean, by inversion. Never infinite: at most 36.74 means. */
export function drawExponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.uniform())
}

import { drawNormal } from './draw-normal.ts'
import type { Random } from './random.ts'

/** Draws a number whose logarithm is normal with this mean and standard deviation: its median is exp(logMean). */
export function drawLognormal(random: Random, logMean: number, logSd: number): number {
  return Math.exp(drawNormal(random, logMean, logSd))
}

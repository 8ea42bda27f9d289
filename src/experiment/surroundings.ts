import { availableParallelism } from 'node:os'
import type { RunSurroundings } from '../plan/run-flags.ts'

/** What the defaults of a plan depend on, here and now: cores, platform, time, and a seed that is drawn. */
export function surroundings(): RunSurroundings {
  return {
    cores: availableParallelism(),
    platform: process.platform,
    now: new Date(),
    randomSeed: Math.floor(Math.random() * 2 ** 31),
  }
}

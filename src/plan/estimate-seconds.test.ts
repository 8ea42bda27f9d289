import { expect, it } from 'vitest'
import { estimateSeconds } from './estimate-seconds.ts'
import { planFromFlags } from './plan-from-flags.ts'
import type { RunFlags } from './run-flags.ts'

const around = { cores: 4, platform: 'linux', now: new Date(0), randomSeed: 1 }

it.each<[RunFlags, number]>([
  [{}, 5 + 30 + 1],
  [{ stage: ['10s rate=1', '20s concurrency=4'], warmup: '2s' }, 2 + 30 + 1],
  [{ rate: '10', requests: '100' }, 10 + 1],
  [{ rate: '10', requests: '100', duration: '4s' }, 4 + 1],
  [{ rate: '0..10', requests: '100', duration: '1m' }, 20 + 1],
  [{ stage: ['10s rate=5', '10s rate=10'], requests: '100' }, 15 + 1],
  [{ concurrency: '4', requests: '100' }, 25 + 1],
  [{ concurrency: '4', requests: '100', thinkTime: '1s' }, 50 + 1],
  [{ rate: 'max', requests: '512' }, 2 + 1],
  [{ rate: 'max', duration: '9s', warmup: '0s' }, 9 + 1],
])('%j takes %f s', (flags, seconds) => {
  expect(estimateSeconds(planFromFlags(flags, around))).toBeCloseTo(seconds, 9)
})

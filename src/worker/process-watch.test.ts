import { performance } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { ProcessWatch } from './process-watch.ts'

const clock = { nowNs: () => performance.now() * 1e6 }

test('counts collections that happen between two takings, without Node’s loop turning', () => {
  const watch = new ProcessWatch(clock)
  const before = watch.take()
  let kept: object[] = []
  for (let i = 0; i < 3e6; i++) {
    kept.push({ i })
    if (kept.length > 1e5) kept = []
  }
  const after = watch.take()
  expect(after.gcNs).toBeGreaterThan(before.gcNs)
  expect(after.gcLongestNs).toBeGreaterThan(0)
  expect(after.gcLongestNs).toBeLessThanOrEqual(after.gcNs - before.gcNs)
})

test('a step of the clock shows in its offset, a quiet clock has none', () => {
  let stepNs = 0
  const watch = new ProcessWatch({ nowNs: () => clock.nowNs() + 1e12 + stepNs })
  expect(Math.abs(watch.take().clockOffsetNs)).toBeLessThan(1e8)
  stepNs = -5e9
  expect(Math.abs(watch.take().clockOffsetNs + 5e9)).toBeLessThan(1e8)
})

import { expect, test } from 'vitest'
import { createRealtimeClock, createSampledRealtimeClock, realtimeUnixNs } from './realtime-clock.ts'

const clocks = { kernel: createRealtimeClock, sampled: createSampledRealtimeClock }
/** The sampled clock's offset is late by the gap between two readings: microseconds, or more where the test is put aside. */
const lateByMs: Readonly<Record<string, number>> = { kernel: 0.01, sampled: 0.5 }

for (const [name, createClock] of Object.entries(clocks)) {
  test(`${name}: agrees with Date.now to within its millisecond`, () => {
    const clock = createClock(1_700_000_000_123_456_789n)
    for (let reading = 0; reading < 1000; reading++) {
      const beforeMs = Date.now()
      const unixMs = (clock.nowNs() + 123_456_789) / 1e6 + 1_700_000_000_000
      expect(unixMs).toBeGreaterThanOrEqual(beforeMs - lateByMs[name]!)
      expect(unixMs).toBeLessThanOrEqual(Date.now() + 1.01)
    }
  })

  test(`${name}: counts nanoseconds from its epoch, before it too`, () => {
    const early = createClock(1_000_000_000n)
    const late = createClock(1_000_000_000n + 86_400_000_000_001n)
    const nearTheSame = early.nowNs() - late.nowNs() - 86_400_000_000_001
    expect(Math.abs(nearTheSame)).toBeLessThan(1e9)
    expect(createClock(4_102_444_800_000_000_000n).nowNs()).toBeLessThan(0)
  })

  test(`${name}: is finer than a microsecond and doesn't run backwards`, () => {
    const clock = createClock(realtimeUnixNs())
    const readings = Array.from({ length: 1000 }, () => clock.nowNs())
    const gaps = readings.slice(1).map((reading, index) => reading - readings[index]!)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0)
    expect(gaps.some((gap) => gap > 0 && gap < 1000)).toBe(true)
  })
}

test('two clocks of one epoch tell the same time', () => {
  const epochUnixNs = realtimeUnixNs()
  const kernel = createRealtimeClock(epochUnixNs)
  const sampled = createSampledRealtimeClock(epochUnixNs)
  const gaps = Array.from({ length: 200 }, () => {
    const before = kernel.nowNs()
    const between = sampled.nowNs()
    const after = kernel.nowNs()
    return between < before ? before - between : Math.max(0, between - after)
  })
  expect(Math.min(...gaps)).toBeLessThan(100_000)
})

test('keeps many clocks apart and survives collections', () => {
  const epochUnixNs = realtimeUnixNs()
  const made = Array.from({ length: 50 }, () => createRealtimeClock(epochUnixNs))
  let garbage: Uint8Array[] = []
  for (let round = 0; round < 20_000; round++) {
    garbage.push(new Uint8Array(16))
    if (round % 5000 === 0) garbage = []
  }
  const readings = made.map((clock) => clock.nowNs())
  expect(readings.every((reading, index) => index === 0 || reading >= readings[index - 1]!)).toBe(true)
})

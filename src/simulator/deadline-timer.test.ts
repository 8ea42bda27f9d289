import { expect, test } from 'vitest'
import { createDeadlineTimer } from './deadline-timer.ts'

const nowNs = (): number => performance.now() * 1e6

/** Sets a timer by `arrange`; resolves with the time at which it fired. */
function firing(arrange: (set: (deadlineNs: number) => void) => void): Promise<number> {
  return new Promise((resolve) => {
    const timer = createDeadlineTimer(nowNs, () => resolve(nowNs()))
    arrange((deadlineNs) => timer.set(deadlineNs))
  })
}

for (const delayNs of [-1e6, 0, 0.3e6, 1e6, 2.5e6, 12e6]) {
  test(`fires, and not before its time: ${delayNs / 1e6} ms`, async () => {
    const deadlineNs = nowNs() + delayNs
    expect(await firing((set) => set(deadlineNs))).toBeGreaterThanOrEqual(deadlineNs)
  })
}

test('never fires within set, not even for a time that has passed', async () => {
  let isSet = false
  await firing((set) => {
    set(nowNs() - 1e9)
    isSet = true
  })
  expect(isSet).toBe(true)
})

test('a new time replaces the old one, and it fires once', async () => {
  let fired = 0
  const timer = createDeadlineTimer(nowNs, () => fired++)
  timer.set(nowNs() + 1e15)
  timer.set(nowNs() + 1e6)
  const laterNs = nowNs() + 10e6
  await firing((set) => set(laterNs))
  expect(fired).toBe(1)
})

test('cancelled, it is silent', async () => {
  let fired = 0
  const timer = createDeadlineTimer(nowNs, () => fired++)
  timer.set(nowNs() + 1e6)
  timer.cancel()
  const laterNs = nowNs() + 5e6
  await firing((set) => set(laterNs))
  expect(fired).toBe(0)
})

import { expect, test } from 'vitest'
import { BackgroundTally, coveredShare } from './background-figures.ts'

const window = { startNs: 10e9, endNs: 20e9 }

test('counts what was sent, and what ended, in the window, and the time in flight in it', () => {
  const tally = new BackgroundTally(window)
  const add = (sentNs: number | null, endNs: number, status: 'ok' | 'reset' | 'connect_error' = 'ok'): void =>
    tally.add({ sentNs, endNs, status })
  add(1e9, 2e9)
  add(9e9, 11e9)
  add(12e9, 14e9, 'reset')
  add(19e9, 25e9)
  add(5e9, 30e9)
  add(null, 15e9, 'connect_error')
  add(21e9, 22e9)
  expect(tally.counts()).toEqual({
    sent: 2,
    completed: 1,
    failed: 2,
    sent_per_s: 0.2,
    completed_per_s: 0.1,
    in_flight_mean: 1.4,
  })
})

test('an empty window has no rates', () => {
  const tally = new BackgroundTally({ startNs: 5, endNs: 5 })
  tally.add({ sentNs: 1, endNs: 9, status: 'ok' })
  expect(tally.counts()).toMatchObject({ sent: 0, sent_per_s: null, in_flight_mean: null })
})

test('a window is covered up to where it ended', () => {
  expect(
    [5e9, 10e9, 15e9, 30e9, Number.POSITIVE_INFINITY].map((endNs) => coveredShare(window, endNs)),
  ).toEqual([0, 0, 0.5, 1, 1])
  expect(coveredShare({ startNs: 3, endNs: 3 }, 9)).toBe(0)
})

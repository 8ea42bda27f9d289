import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextScrapeNs } from './scrape-schedule.ts'

const schedule = { intervalNs: 1e9, edgesNs: [2.5e9, 7.2e9] }

it.each([
  [-0.1e9, 0.5e9],
  [0.5e9, 1.5e9],
  [2.4e9, 2.5e9],
  [2.5e9, 3.5e9],
  // The window's end comes between two ticks.
  [6.6e9, 7.2e9],
  [7.2e9, 7.5e9],
  // A scrape that took long makes up for nothing.
  [4.6e9, 5.5e9],
])('after %d ns the next is at %d', (nowNs, nextNs) => expect(nextScrapeNs(nowNs, schedule)).toBe(nextNs))

it('is always later, and never later than an interval', () => {
  const ns = fc.integer({ min: -1e12, max: 1e12 })
  fc.assert(
    fc.property(
      ns,
      fc.integer({ min: 1e6, max: 1e10 }),
      fc.array(ns, { maxLength: 3 }),
      (nowNs, intervalNs, edgesNs) => {
        const next = nextScrapeNs(nowNs, { intervalNs, edgesNs })
        expect(next).toBeGreaterThan(nowNs)
        expect(next).toBeLessThanOrEqual(nowNs + intervalNs)
      },
    ),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TestJob, testStation } from './fixtures/run-station.ts'

const arrivals = fc.array(fc.record({ gapNs: fc.nat({ max: 200 }), items: fc.integer({ min: 1, max: 3 }) }), {
  maxLength: 60,
})
const settings = fc.record({
  batchSize: fc.integer({ min: 3, max: 6 }),
  delayNs: fc.nat({ max: 150 }),
  workers: fc.integer({ min: 1, max: 4 }),
  queueLimit: fc.integer({ min: 1, max: 20 }),
  delayRule: fc.constantFrom('first-taken' as const, 'first-arrived' as const),
  contention: fc.constantFrom({ sigma: 0, kappa: 0 }, { sigma: 0.3, kappa: 0.05 }),
})

/** Of sums of fractions of ns. */
const rounding = 1e-6

test('every job that is taken is served once, in order, by batches that keep to the settings', () => {
  fc.assert(
    fc.property(settings, arrivals, (setting, given) => {
      const { station, batches } = testStation(setting)
      const taken: TestJob[] = []
      let nowNs = 0
      for (const { gapNs, items } of given) {
        nowNs += gapNs
        const job = { items, arrivedNs: nowNs }
        if (station.offer(nowNs, job)) taken.push(job)
        expect(station.waiting()).toBeLessThanOrEqual(setting.queueLimit)
        expect(station.busyWorkers()).toBeLessThanOrEqual(setting.workers)
      }
      station.advance(Number.MAX_VALUE)
      // Batches that start at one moment have no order but that of their jobs; the shorter of them ends first.
      const place = ({ jobs }: (typeof batches)[number]): number => taken.indexOf(jobs[0]!)
      const started = [...batches].sort(
        (a, b) => a.startNs - b.startNs || a.takenNs - b.takenNs || place(a) - place(b),
      )
      expect(started.flatMap(({ jobs }) => jobs)).toEqual(taken)
      for (const [index, batch] of started.entries()) {
        expect(batch.items).toBe(batch.jobs.reduce((sum, { items }) => sum + items, 0))
        expect(batch.items).toBeLessThanOrEqual(setting.batchSize)
        expect(batch.startNs - batch.takenNs).toBeLessThanOrEqual(setting.delayNs + rounding)
        expect(batch.endNs).toBeGreaterThanOrEqual(batch.startNs + 100 + 10 * batch.items - rounding)
        // One worker at a time assembles.
        if (index > 0) expect(batch.takenNs).toBeGreaterThanOrEqual(started[index - 1]!.startNs - rounding)
        const atOnce = started.filter(
          ({ startNs, endNs }) => startNs <= batch.startNs && endNs > batch.startNs + rounding,
        )
        expect(atOnce.length).toBeLessThanOrEqual(setting.workers)
      }
    }),
  )
})

test('nobody waits beside a free worker while no other assembles', () => {
  fc.assert(
    fc.property(settings, arrivals, (setting, given) => {
      const { station } = testStation(setting)
      let nowNs = 0
      for (const { gapNs, items } of given) {
        nowNs += gapNs
        station.offer(nowNs, { items, arrivedNs: nowNs })
        // With a free worker something waits only in the hands of the one that assembles.
        if (station.busyWorkers() < setting.workers) expect(station.waiting()).toBe(0)
      }
    }),
  )
})

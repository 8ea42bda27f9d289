import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchArrivalWait } from './batch-arrival-wait.ts'
import { md1 } from './md1.ts'
import { mm1 } from './mm1.ts'
import { mmc } from './mmc.ts'
import { periodicBatchWait } from './periodic-batch-wait.ts'
import { pollaczekKhinchineWait } from './pollaczek-khinchine-wait.ts'
import type { QueueLaws } from './time-law.ts'

const utilization = fc.double({ min: 0.001, max: 0.99, noNaN: true })
const meanService = fc.double({ min: 1e-6, max: 100, noNaN: true })
/** Beyond the rounding of 1 − p at both ends. */
const probability = fc.double({ min: 1e-6, max: 0.9999, noNaN: true })
const servers = fc.integer({ min: 1, max: 60 })

const loaded = (rho: number, service: number, count = 1) => ({
  arrivalsPerSecond: (rho * count) / service,
  meanServiceSeconds: service,
})

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-13)
}

test('M/M/c of one server is M/M/1', () => {
  fc.assert(
    fc.property(utilization, meanService, probability, (rho, service, p) => {
      const one = mm1(loaded(rho, service))
      const c = mmc(loaded(rho, service), 1)
      expectNear(c.waiting.meanSeconds / service, one.waiting.meanSeconds / service)
      expectNear(c.response.quantile(p) / service, one.response.quantile(p) / service)
      const t = one.response.quantile(p)
      expectNear(c.waiting.cdf(t), one.waiting.cdf(t))
    }),
  )
})

test('M/G/1 with the moments of an exponential is M/M/1, of a constant M/D/1', () => {
  fc.assert(
    fc.property(utilization, meanService, (rho, service) => {
      const queue = loaded(rho, service)
      const wait = (secondMomentSeconds2: number): number =>
        pollaczekKhinchineWait({ ...queue, secondMomentSeconds2 })
      expectNear(wait(2 * service ** 2) / service, mm1(queue).waiting.meanSeconds / service)
      expectNear(wait(service ** 2) / service, md1(queue).waiting.meanSeconds / service)
    }),
  )
})

test('batches of one are no batches; of more, they wait longer the more they vary, and longer than if periodic', () => {
  const batch = fc.double({ min: 1, max: 1000, noNaN: true })
  const spread = fc.double({ min: 1, max: 10, noNaN: true })
  fc.assert(
    fc.property(utilization, meanService, batch, spread, (rho, service, meanBatch, ratio) => {
      const queue = { meanServiceSeconds: service, secondMomentServiceSeconds2: 1.5 * service ** 2 }
      const perSecond = rho / service
      const single = batchArrivalWait({
        ...queue,
        batchesPerSecond: perSecond,
        meanBatch: 1,
        secondMomentBatch: 1,
      })
      const pk = pollaczekKhinchineWait({
        arrivalsPerSecond: perSecond,
        meanServiceSeconds: service,
        secondMomentSeconds2: 1.5 * service ** 2,
      })
      expectNear(single / service, pk / service)
      const batched = (secondMomentBatch: number) => ({
        ...queue,
        batchesPerSecond: perSecond / meanBatch,
        meanBatch,
        secondMomentBatch,
      })
      const even = batchArrivalWait(batched(meanBatch ** 2))
      const uneven = batchArrivalWait(batched(meanBatch ** 2 * ratio))
      expect(even).toBeGreaterThanOrEqual(pk * (1 - 1e-12))
      expect(uneven).toBeGreaterThanOrEqual(even)
      expect(uneven).toBeGreaterThan(periodicBatchWait(batched(meanBatch ** 2 * ratio)))
    }),
  )
})

/** As the code's doc has the formula, rather than as the code computes it. */
test('the wait of a batch and within it add up to the closed form', () => {
  fc.assert(
    fc.property(utilization, meanService, fc.integer({ min: 1, max: 500 }), (rho, s, x) => {
      const s2 = 1.7 * s ** 2
      const closed = ((rho / s) * s2) / (2 * (1 - rho)) + ((x ** 2 - x) * s) / (2 * x * (1 - rho))
      const wait = batchArrivalWait({
        batchesPerSecond: rho / s / x,
        meanBatch: x,
        secondMomentBatch: x ** 2,
        meanServiceSeconds: s,
        secondMomentServiceSeconds2: s2,
      })
      expectNear(wait / s, closed / s)
    }),
  )
})

const queues: readonly (readonly [string, (rho: number, service: number, count: number) => QueueLaws])[] = [
  ['M/M/1', (rho, service) => mm1(loaded(rho, service))],
  ['M/D/1', (rho, service) => md1(loaded(rho, service))],
  ['M/M/c', (rho, service, count) => mmc(loaded(rho, service, count), count)],
]

test.each(queues)(
  '%s: cdfs rise from 0 to 1, quantiles invert them, and all waits grow with ρ',
  (_, laws) => {
    const two = fc.tuple(probability, probability).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(
        utilization,
        utilization,
        meanService,
        servers,
        two,
        (rhoA, rhoB, service, count, [low, high]) => {
          const less = laws(Math.min(rhoA, rhoB), service, count)
          const more = laws(Math.max(rhoA, rhoB), service, count)
          for (const kind of ['waiting', 'response'] as const) {
            const { cdf, quantile, meanSeconds } = less[kind]
            expect(quantile(low)).toBeLessThanOrEqual(quantile(high))
            expect(cdf(quantile(high))).toBeGreaterThanOrEqual(high - 1e-12)
            expect(cdf(quantile(low))).toBeLessThanOrEqual(cdf(quantile(high)))
            expect(cdf(quantile(high))).toBeLessThanOrEqual(1)
            expect(cdf(-service)).toBe(0)
            expect(more[kind].meanSeconds).toBeGreaterThanOrEqual(meanSeconds * (1 - 1e-12))
            expect(more[kind].quantile(high)).toBeGreaterThanOrEqual(
              quantile(high) * (1 - 1e-9) - 1e-9 * service,
            )
          }
        },
      ),
    )
  },
)

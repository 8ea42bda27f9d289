import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cite } from './cite.ts'
import { burstinesses, type CalibrationPoint } from './envelope.ts'
import { envelopeOf, loadOf, pointOf } from './fixtures/envelope-of.ts'
import type { RunLoad } from './run-load.ts'

const workers = fc.integer({ min: 1, max: 4 })
const streams = fc.integer({ min: 1, max: 300 })
const tokensPerSecond = fc.double({ min: 0, max: 20_000, noNaN: true })
const requestsPerSecond = fc.double({ min: 0, max: 600, noNaN: true })

const points = fc.array(
  fc
    .record({
      workers,
      streams,
      tokens_per_s: tokensPerSecond,
      requests_per_s: requestsPerSecond,
      burstiness: fc.constantFrom(...burstinesses),
      outcome: fc.constantFrom('ok', 'ok', 'ok', 'repeated', 'sender'),
      error: fc.integer({ min: 0, max: 1000 }),
    })
    .map(({ error, ...more }) => pointOf(1, error, more as Partial<CalibrationPoint>)),
  { maxLength: 30 },
)
const loads = fc.record({ workers, streams, tokensPerSecond, requestsPerSecond }).map(loadOf)
const share = fc.double({ min: 0, max: 1, noNaN: true })

const withFailures = fc
  .tuple(points, points)
  .map(([kept, failed]) => [
    ...kept,
    ...failed.map((point): CalibrationPoint => ({ ...point, outcome: 'client' })),
  ])

test('a smaller load is never outside when a larger one is inside', () => {
  fc.assert(
    fc.property(withFailures, loads, share, share, share, (calibrated, load, a, b, c) => {
      const envelope = envelopeOf(calibrated)
      fc.pre(cite(envelope, load).state === 'inside')
      const smaller: RunLoad = {
        ...load,
        streams: load.streams * a,
        tokensPerSecond: load.tokensPerSecond * b,
        requestsPerSecond: load.requestsPerSecond * c,
      }
      expect(cite(envelope, smaller).state).toBe('inside')
    }),
    { numRuns: 500 },
  )
})

test('inside means that each burstiness has a load that covers the run and errs no more than is cited', () => {
  fc.assert(
    fc.property(points, loads, (calibrated, load) => {
      const { state, error_us } = cite(envelopeOf(calibrated), load)
      const covers = (point: CalibrationPoint): boolean =>
        point.outcome === 'ok' &&
        point.workers <= load.workers &&
        point.streams >= load.streams &&
        point.tokens_per_s >= load.tokensPerSecond &&
        point.requests_per_s >= load.requestsPerSecond
      const covering = burstinesses.map((burstiness) =>
        calibrated.filter((point) => point.burstiness === burstiness && covers(point)),
      )
      const calibratedWorkers = calibrated.some((point) => point.workers >= load.workers)
      expect(state === 'inside').toBe(calibratedWorkers && covering.every((each) => each.length > 0))
      for (const each of error_us === null ? [] : covering)
        expect(each.some((point) => point.kernel_error_us!.p99_9 <= error_us!.p99_9)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('its order doesn’t matter', () => {
  fc.assert(
    fc.property(points, loads, (calibrated, load) => {
      const citation = cite(envelopeOf(calibrated), load)
      expect(cite(envelopeOf([...calibrated].reverse()), load).error_us?.p99_9).toEqual(
        citation.error_us?.p99_9,
      )
    }),
  )
})

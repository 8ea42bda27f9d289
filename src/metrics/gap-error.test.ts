import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { OutwardHistogram } from '../statistics/outward-histogram.ts'
import { quantile } from '../statistics/quantile.ts'
import type { ErrorBounds } from './error-bounds.ts'
import { errorBoundsUs } from './error-bounds.ts'
import { gapErrorNs } from './gap-error.ts'

function boundsOf(errorsNs: readonly number[]): ErrorBounds {
  const histogram = new LogHistogram()
  for (const errorNs of errorsNs) histogram.record(errorNs)
  return errorBoundsUs(histogram)
}

function histogramOf(gaps: Float64Array): OutwardHistogram {
  const histogram = new OutwardHistogram()
  for (const gap of gaps) histogram.record(gap)
  return histogram
}

test('a quantile of gaps is never wrong by more than the bound, whatever each token is late by', () => {
  const token = fc.record({
    gapNs: fc.integer({ min: 1, max: 100_000 }),
    late: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const error = fc.oneof({ weight: 9, arbitrary: fc.nat(2000) }, { weight: 1, arbitrary: fc.nat(500_000) })
  const tokens = fc.array(fc.tuple(token, error), { minLength: 40, maxLength: 400 })
  let least = 0
  fc.assert(
    fc.property(tokens, fc.constantFrom(0.5, 0.9, 0.95), (drawn, p) => {
      let atNs = 0
      const trueNs = [0]
      const seenNs = [0]
      for (const [{ gapNs, late }, errorNs] of drawn) {
        atNs += gapNs
        trueNs.push(atNs)
        seenNs.push(atNs + late * errorNs)
      }
      const gapsOf = (times: readonly number[]): Float64Array =>
        Float64Array.from(times.slice(1), (time, i) => time - times[i]!).sort()
      const [truth, seen] = [gapsOf(trueNs), gapsOf(seenNs)]
      const errors = boundsOf([0, ...drawn.map(([, errorNs]) => errorNs)])
      const q = quantile(seen, p)
      const bound = gapErrorNs(histogramOf(seen), q, p, errors)!
      if (bound < errors.max! * 1e3) least++
      expect(Math.abs(quantile(truth, p) - q)).toBeLessThanOrEqual(bound + 1e-6)
    }),
    { numRuns: 300 },
  )
  // Not always the largest error of any token, which would be true and useless.
  expect(least).toBeGreaterThan(0)
})

test('few late tokens among many hardly move a quantile', () => {
  const gaps = Float64Array.from({ length: 10_000 }, (_, i) => 1e6 + i)
  const errors = boundsOf(Array.from({ length: 10_000 }, (_, i) => (i < 5 ? 1e6 : 1000)))
  const bound = gapErrorNs(histogramOf(gaps), quantile(gaps, 0.5), 0.5, errors)!
  expect(bound).toBeGreaterThan(1000)
  expect(bound).toBeLessThan(2500)
})

test('errors that nobody noted are unknown', () => {
  expect(gapErrorNs(histogramOf(Float64Array.of(1, 2)), 1.5, 0.5, boundsOf([]))).toBeNull()
})

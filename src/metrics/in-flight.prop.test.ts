import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inFlight } from './in-flight.ts'

const request = fc.tuple(fc.nat(40), fc.nat(25)).map(([sent, length]) => ({ sent, end: sent + length }))
const window = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 30 }))

test('mean and maximum are those of counting at every instant', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 15 }), window, (requests, [startNs, length]) => {
      const endNs = startNs + length
      // Times are whole, so the number in flight is constant from one whole instant to the next.
      const countAt = (at: number): number =>
        requests.filter(({ sent, end }) => sent <= at && at < end).length
      const instants = Array.from({ length: length + 1 }, (_, i) => startNs + i)
      const mean = instants.slice(0, -1).reduce((sum, at) => sum + countAt(at), 0) / length
      const actual = inFlight(
        Float64Array.from(requests, ({ sent }) => sent),
        Float64Array.from(requests, ({ end }) => end),
        { kind: 'duration', startNs, endNs },
        true,
      )
      expect(actual.mean).toBeCloseTo(mean, 9)
      expect(actual.max).toBe(Math.max(...instants.map(countAt)))
    }),
    { numRuns: 500 },
  )
})

test('an empty window has nothing in flight', () => {
  const window = { kind: 'requests', startNs: 0, endNs: 0 } as const
  expect(inFlight(Float64Array.of(0), Float64Array.of(9), window, true)).toEqual({
    mean: 0,
    meanCi95: null,
    max: 0,
  })
})

test("the mean's interval encloses it, and is a point when the number never changes", () => {
  const window = { kind: 'requests', startNs: 0, endNs: 1e9 } as const
  const starts = Float64Array.from({ length: 300 }, (_, i) => i * 1e7 - 1e9)
  const steady = inFlight(
    starts.slice(),
    starts.map((startNs) => startNs + 3e7),
    window,
    true,
  )
  expect(steady).toEqual({ mean: 3, meanCi95: [expect.closeTo(3, 9), expect.closeTo(3, 9)], max: 3 })
  const uneven = starts.map((startNs, i) => startNs + 2e7 + ((i * 7919) % 101) * 4e5)
  const { mean, meanCi95 } = inFlight(starts.slice(), uneven, window, true)
  expect(meanCi95![0]).toBeLessThan(mean)
  expect(meanCi95![1]).toBeGreaterThan(mean)
})

test('of requests that come at random the window must be many times as long as they are', () => {
  const window = { kind: 'requests', startNs: 0, endNs: 1e9 } as const
  const starts = Float64Array.from({ length: 300 }, (_, i) => i * 1e7 - 1e9)
  const meanCi95 = (lengthNs: number, atRandom: boolean): unknown =>
    inFlight(
      starts.slice(),
      starts.map((startNs) => startNs + lengthNs),
      window,
      atRandom,
    ).meanCi95
  expect(meanCi95(1.2e8, true)).toEqual([expect.closeTo(12, 6), expect.closeTo(12, 6)])
  expect(meanCi95(1.3e8, true)).toBeNull()
  expect(meanCi95(1.3e8, false)).toEqual([expect.closeTo(13, 6), expect.closeTo(13, 6)])
})

import { describe, expect, test } from 'vitest'
import { quantile } from '../../statistics/quantile.ts'
import { simulateSharedService } from '../../statistics/queueing/fixtures/simulate-shared-service.ts'
import { mm1 } from '../../statistics/queueing/mm1.ts'
import { mmc } from '../../statistics/queueing/mmc.ts'
import type { ScalingPoint } from '../scaling/scaling-point.ts'
import { type LatencyPrediction, predictLatency } from './predict-latency.ts'
import { predictionResult } from './prediction-result.ts'

/** A closed-loop sweep of a server that completes μ(n) a second, without noise. */
function sweep(
  completions: (n: number) => number,
  concurrencies: readonly number[],
): readonly ScalingPoint[] {
  return concurrencies.map((load) => {
    const rate = completions(load)
    const run = { throughput: 20 * rate, requestsPerSecond: rate, responseSeconds: load / rate }
    return { load, runs: [{ ...run, inFlight: load, thinkSeconds: 0 }] }
  })
}

function steady(prediction: LatencyPrediction): Extract<LatencyPrediction, { state: 'steady' }> {
  if (prediction.state !== 'steady') throw new Error('overloaded')
  return prediction
}

describe('predictLatency', () => {
  test('of a single server that serves one at a time is M/M/1', () => {
    const points = sweep(() => 100, [1, 2, 4, 8])
    const predicted = steady(predictLatency(points, 70, { slots: 1 }))
    const exact = mm1({ arrivalsPerSecond: 70, meanServiceSeconds: 0.01 }).response
    expect(predicted.utilization).toBeCloseTo(0.7, 12)
    expect(predicted.meanResponseSeconds).toBeCloseTo(exact.meanSeconds, 9)
    expect(predicted.responseQuantilesSeconds.p99).toBeCloseTo(exact.quantile(0.99), 5)
    expect(predicted.inFlight[2]).toBeCloseTo(0.3 * 0.7 ** 2, 9)
  })

  test('of eight workers is M/M/8', () => {
    const points = sweep((n) => 10 * Math.min(n, 8), [1, 2, 3, 4, 5, 6, 7, 8, 16, 32])
    const predicted = steady(predictLatency(points, 70, { slots: 8 }))
    const exact = mmc({ arrivalsPerSecond: 70, meanServiceSeconds: 0.1 }, 8).response
    expect(predicted.meanResponseSeconds).toBeCloseTo(exact.meanSeconds, 9)
    expect(predicted.responseQuantilesSeconds.p95).toBeCloseTo(exact.quantile(0.95), 5)
    const fewer = steady(
      predictLatency(
        points.filter(({ load }) => [1, 2, 4, 8, 16].includes(load)),
        70,
      ),
    )
    expect(fewer.meanResponseSeconds / exact.meanSeconds).toBeCloseTo(1, 1)
  })

  test('of an engine that batches is what a simulation of it sees, from concurrencies in powers of two', () => {
    // A step takes 10 ms and 0.5 ms for each sequence in the batch, a reply 20 steps; no more than 32 at once.
    const completions = (n: number): number => Math.min(n, 32) / (20 * (0.01 + 0.0005 * Math.min(n, 32)))
    const points = sweep(completions, [1, 2, 4, 8, 16, 32, 64])
    const predicted = steady(predictLatency(points, 45, { slots: 32 }))
    const service = { arrivalsPerSecond: 45, completionsPerSecond: completions, slots: 32 }
    const seen = simulateSharedService(service, 150_000, 5).sort()
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length
    expect(predicted.meanResponseSeconds / mean).toBeCloseTo(1, 1)
    expect(predicted.responseQuantilesSeconds.p50 / quantile(seen, 0.5)).toBeCloseTo(1, 1)
    expect(predicted.responseQuantilesSeconds.p99 / quantile(seen, 0.99)).toBeCloseTo(1, 1)
    // The one at the kink, which no neighbour shows, is the worst.
    const errors = predicted.heldOut.map(({ relativeError }) => Math.abs(relativeError))
    expect(errors.indexOf(Math.max(...errors))).toBe(errors.length - 1)
    expect(errors.every((error) => error < 0.15)).toBe(true)
  })

  test('says overloaded at and beyond the most that was measured', () => {
    const points = sweep((n) => Math.min(100, 20 * n), [1, 4, 16])
    expect(predictLatency(points, 100).state).toBe('overloaded')
    expect(predictLatency(points, 99).state).toBe('steady')
  })

  test('shows by held-out points where the curve is not what others say', () => {
    const errors = predictLatency(
      sweep((n) => (n === 8 ? 40 : 10 * n), [1, 2, 4, 8, 16, 32]),
      5,
    ).heldOut
    expect(errors.map(({ inFlight }) => inFlight)).toEqual([2, 4, 8, 16])
    expect(errors.find(({ inFlight }) => inFlight === 8)!.relativeError).toBeGreaterThan(0.5)
    expect(
      predictLatency(
        sweep((n) => n, [1, 2]),
        0.5,
      ).heldOut,
    ).toEqual([])
  })

  test('refuses an empty sweep, and rates that are none', () => {
    expect(() => predictLatency([], 1)).toThrow(/nothing can be predicted/)
    const points = sweep((n) => n, [1, 2])
    for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => predictLatency(points, rate)).toThrow(/can't be predicted/)
    expect(() => predictLatency(points, 1, { slots: 0 })).toThrow(/can't be predicted/)
  })
})

test('predictionResult: in seconds and snake_case, nulls for what an overloaded server hasn’t', () => {
  const points = sweep(() => 100, [1, 2, 4])
  const { in_flight_mean, e2e_s, held_out, ...known } = predictionResult(
    predictLatency(points, 50, { slots: 1 }),
  )
  expect(known).toEqual({ rate_per_s: 50, state: 'steady', most_per_s: 100, utilization: 0.5 })
  expect(in_flight_mean).toBeCloseTo(1, 9)
  expect(e2e_s).toMatchObject({ mean: expect.closeTo(0.02, 9), p50: expect.closeTo(0.02 * Math.LN2, 6) })
  expect(held_out).toEqual([{ in_flight: 2, measured_per_s: 100, predicted_per_s: 100 }])
  const over = predictionResult(predictLatency(points, 150))
  expect([over.state, over.in_flight_mean, over.e2e_s]).toEqual(['overloaded', null, null])
})

import { expect, test } from 'vitest'
import { runOf } from './fixtures/run-of.ts'
import { operationalBounds } from './operational-bounds.ts'
import type { ScalingRun } from './scaling-point.ts'
import type { SweepPoint } from './sweep-points.ts'

function point(load: number, ...runs: readonly ScalingRun[]): SweepPoint {
  return { label: String(load), load, runs }
}

test('the knee is (R + Z) Xmax', () => {
  const think = { thinkSeconds: 0.3 }
  const bounds = operationalBounds([
    point(
      1,
      runOf(1, 2, { responseSeconds: 0.2, ...think }),
      runOf(1, 2, { responseSeconds: 0.2, ...think }),
    ),
    point(
      8,
      runOf(8, 10, { responseSeconds: 0.5, ...think }),
      runOf(8, 10.4, { responseSeconds: 0.47, ...think }),
    ),
    point(
      16,
      runOf(16, 10, { responseSeconds: 1.3, ...think }),
      runOf(16, 10, { responseSeconds: 1.3, ...think }),
    ),
  ])!
  expect(bounds).toMatchObject({
    response_s: expect.closeTo(0.2, 12),
    think_s: expect.closeTo(0.3, 12),
    response_label: '1',
    highest_label: '8',
    saturated: true,
    knee: { value: expect.closeTo(0.5 * Math.sqrt(104), 10) },
  })
  expect(bounds.knee.ci95![0]).toBeLessThan(5)
})

test('a response that falls with the load, as of a batch that waits to be full, lowers the bound itself', () => {
  const bounds = operationalBounds([point(1, runOf(1, 5)), point(4, runOf(4, 40)), point(8, runOf(8, 41))])!
  expect(bounds).toMatchObject({ response_s: expect.closeTo(0.1, 12), response_label: '4' })
})

test('while throughput grows Xmax hasn’t been seen', () => {
  const growing = operationalBounds([point(1, runOf(1, 5)), point(2, runOf(2, 10)), point(4, runOf(4, 12))])!
  expect(growing.saturated).toBe(false)
  // A step of less than a doubling says nothing.
  expect(operationalBounds([point(4, runOf(4, 12)), point(5, runOf(5, 12))])!.saturated).toBe(false)
})

test('nothing that succeeded has no bounds', () => {
  expect(operationalBounds([])).toBeNull()
  expect(
    operationalBounds([point(1, runOf(1, 0)), point(2, runOf(2, 3, { responseSeconds: Number.NaN }))]),
  ).toBeNull()
})

import { expect, test } from 'vitest'
import { runOf } from './fixtures/run-of.ts'
import { operationalBounds } from './operational-bounds.ts'
import { pointFigures } from './point-figures.ts'
import type { ScalingRun } from './scaling-point.ts'
import type { SweepPoint } from './sweep-points.ts'

const closed = { name: 'concurrency', kind: 'concurrency' } as const

function point(load: number, ...runs: readonly ScalingRun[]): SweepPoint {
  return { label: String(load), load, runs }
}

test('speed-up and efficiency are relative to the first load, which needn’t be 1', () => {
  const [first, second] = pointFigures(
    [point(4, runOf(4, 10), runOf(4, 10.2)), point(16, runOf(16, 25), runOf(16, 26), runOf(16, 25.5))],
    closed,
    null,
  )
  expect(first).toMatchObject({ speed_up: { value: 1, ci95: null }, efficiency: { value: 1, ci95: null } })
  const { speed_up: speedUp, efficiency } = second!
  expect(speedUp!.value).toBeCloseTo(Math.cbrt(25 * 26 * 25.5) / Math.sqrt(102), 10)
  expect(efficiency!.value).toBeCloseTo(speedUp!.value / 4, 12)
  expect(efficiency!.ci95).toEqual(speedUp!.ci95!.map((end) => expect.closeTo(end / 4, 12)))
  expect(second!.throughput_per_s.ci95![0]).toBeGreaterThan(24)
})

test('Little’s law and the interactive law agree, or are flagged beyond 5 %', () => {
  const [right, lost, idle] = pointFigures(
    [
      point(1, runOf(1, 10)),
      point(2, runOf(2, 18, { requestsPerSecond: 16.9, responseSeconds: 0.11 })),
      point(4, runOf(4, 30, { responseSeconds: 0.1, inFlight: 3, thinkSeconds: 0.01 })),
    ],
    closed,
    null,
  )
  expect(right).toMatchObject({
    little: { share: expect.closeTo(0, 12), flagged: false },
    interactive: { flagged: false },
  })
  expect(lost!.little).toEqual({ share: expect.closeTo((16.9 * 0.11) / 2 - 1, 12), flagged: true })
  expect(idle).toMatchObject({
    little: { share: expect.closeTo(0, 12), flagged: false },
    interactive: { share: expect.closeTo((30 * 0.11) / 4 - 1, 12), flagged: true },
  })
})

test('of what isn’t a closed loop only Little’s law is asked', () => {
  const [only] = pointFigures([point(2, runOf(8, 10))], { name: 'workers', kind: 'quantity' }, null)
  expect(only).toMatchObject({ interactive: null, bound_share: null, little: { flagged: false } })
})

test('a point above N / (R + Z) shows', () => {
  const points = [point(1, runOf(1, 10)), point(4, runOf(4, 50, { responseSeconds: 0.1 }))]
  const [first, second] = pointFigures(points, closed, operationalBounds(points))
  expect(first!.bound_share).toBeCloseTo(1, 12)
  expect(second!.bound_share).toBeCloseTo(1.25, 12)
})

test('a point of which a run brought nothing has a mean and no more, and is no base', () => {
  const [dead, base, other] = pointFigures(
    [point(1, runOf(1, 0), runOf(1, 10)), point(2, runOf(2, 20)), point(4, runOf(4, 30))],
    closed,
    null,
  )
  expect(dead).toMatchObject({ throughput_per_s: { value: 5, ci95: null }, speed_up: null, efficiency: null })
  expect(base!.speed_up!.value).toBe(1)
  expect(other!.efficiency!.value).toBeCloseTo(0.75, 12)
})

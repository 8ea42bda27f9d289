import { describe, expect, test } from 'vitest'
import type { CellRow } from './cell-row.ts'
import { scalingOfCells } from './scaling-of-cells.ts'

function row(
  axes: Readonly<Record<string, number | string>>,
  perSecond: number,
  others: CellRow = {},
): CellRow {
  const prefixed = Object.fromEntries(Object.entries(axes).map(([name, value]) => [`axis.${name}`, value]))
  const figures = { requests_per_s: perSecond, e2e_mean_ms: 100, in_flight_mean: perSecond / 10 }
  return { cell: JSON.stringify(axes), ...prefixed, status: 'measured', ...figures, ...others }
}

/** Three workers' counts at two batch sizes, twice each. */
const rows = [1, 2].flatMap((batch) =>
  [1, 2, 4].flatMap((workers) =>
    [0.99, 1.01].map((luck) =>
      row({ 'server.batch_size': batch, 'server.min_workers': workers }, 10 * batch * workers * luck),
    ),
  ),
)

describe('scalingOfCells', () => {
  test('goes along each axis, with the others held', () => {
    const all = scalingOfCells(rows, 'requests_per_s')
    expect(all.map(({ axis, held }) => [axis, ...Object.entries(held)])).toEqual([
      ['server.batch_size', ['server.min_workers', 1]],
      ['server.batch_size', ['server.min_workers', 2]],
      ['server.batch_size', ['server.min_workers', 4]],
      ['server.min_workers', ['server.batch_size', 1]],
      ['server.min_workers', ['server.batch_size', 2]],
    ])
    const last = all.at(-1)!
    expect(last.report.points.map(({ load, runs }) => [load, runs])).toEqual([
      [1, 2],
      [2, 2],
      [4, 2],
    ])
    expect(last.report.points[2]!.speed_up!.value).toBeCloseTo(4, 9)
    expect(last.points!.map(({ load }) => load)).toEqual([1, 2, 4])
  })

  test('takes slots for slots, words for categories, and leaves alone what nothing scales with', () => {
    const cells = [
      row({ 'load.concurrency': 1, 'labels.hardware': 'cpu', 'workload.input_tokens': 8 }, 5),
      row({ 'load.concurrency': 4, 'labels.hardware': 'cpu', 'workload.input_tokens': 8 }, 9),
      row({ 'load.concurrency': 4, 'labels.hardware': 'gpu', 'workload.input_tokens': 8 }, 90),
    ]
    const all = scalingOfCells(cells, 'requests_per_s')
    expect(all.map(({ axis, report }) => [axis, report.axis.kind])).toEqual([
      ['load.concurrency', 'concurrency'],
      ['labels.hardware', 'category'],
    ])
    expect(scalingOfCells(cells, 'requests_per_s', 'workload.input_tokens')).toEqual([])
  })

  test('leaves out what failed, and what mustn’t be believed of throughput', () => {
    const spoilt = [
      ...rows,
      row({ 'server.batch_size': 1, 'server.min_workers': 1 }, 999, { status: 'failed' }),
      row({ 'server.batch_size': 1, 'server.min_workers': 1 }, 999, { invalid_for: 'ttft requests_per_s' }),
      row({ 'server.batch_size': 1, 'server.min_workers': 1 }, 999, { invalid_for: '*' }),
      row({ 'server.batch_size': 1, 'server.min_workers': 1 }, 10, { invalid_for: 'ttft' }),
    ]
    const [along] = scalingOfCells(spoilt, 'requests_per_s', 'server.min_workers')
    expect(along!.report.points[0]!.runs).toBe(3)
    expect(along!.report.points[0]!.throughput_per_s.value).toBeLessThan(11)
  })

  test('of nothing is nothing', () => {
    expect(scalingOfCells([], 'requests_per_s')).toEqual([])
  })
})

test('an axis of the background compares each of its loads with none', () => {
  const cells = [0, 4, 16].map((slots) => row({ 'background.load.concurrency': slots }, 40 / (slots + 1)))
  const [only, ...others] = scalingOfCells(cells, 'requests_per_s')
  expect(others).toEqual([])
  expect(only!.report.axis.kind).toBe('category')
  expect(only!.report.base_label).toBe('0')
  expect(only!.report.points[2]!.speed_up!.value).toBeCloseTo(1 / 17, 9)
})

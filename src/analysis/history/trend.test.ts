import { describe, expect, it } from 'vitest'
import { nightlyRows } from './fixtures/nightly-rows.ts'
import type { HistoryRow } from './history-row.ts'
import { gotWorse, trendDefaults, trendOf, trendSince } from './trend.ts'
import type { Trend } from './trend-series.ts'

const options = { ...trendDefaults, metrics: ['ttft.p50'] }

function trend(rows: readonly HistoryRow[], over: Partial<typeof options> = {}): Trend {
  return trendOf(rows, rows, { ...options, ...over })
}

describe('trendOf', () => {
  it('says between which runs and commits a change is, by how much, and for what', () => {
    const { series } = trend(nightlyRows({ runs: 50, steps: [[30, 1.12]] }))
    expect(series).toHaveLength(1)
    const [change, ...others] = series[0]!.changes
    expect(others).toEqual([])
    expect(change).toMatchObject({
      before: { commit: expect.stringMatching(/^000001d/), started_at: '2026-09-30T02:00:00.000Z' },
      after: { commit: expect.stringMatching(/^000001e/), started_at: '2026-10-01T02:00:00.000Z' },
      found: { started_at: '2026-10-03T02:00:00.000Z' },
      runsBefore: 30,
      runsAfter: 20,
      direction: 'worse',
      faded: false,
    })
    expect(change!.change).toBeCloseTo(0.12, 1)
    expect(change!.changeCi95![0]).toBeGreaterThan(0.1)
    expect(change!.changeCi95![1]).toBeLessThan(0.14)
    expect(change!.levelAfter / change!.levelBefore).toBeCloseTo(1 + change!.change, 10)
    expect(series[0]!.level).toBeCloseTo(change!.levelAfter, 10)
    expect(series[0]!.levelRuns).toBe(20)
    expect(gotWorse(series[0]!)).toBe(true)
  })

  it('lists changes newest first, and a change for the better as such', () => {
    const steps = [
      [25, 1.2],
      [40, 0.8],
    ] as const
    const { series } = trend(nightlyRows({ runs: 60, steps }))
    const changes = series[0]!.changes.map(({ direction, after }) => [
      direction,
      after.started_at.slice(0, 10),
    ])
    expect(changes).toEqual([
      ['better', '2026-10-11'],
      ['worse', '2026-09-26'],
    ])
    expect(gotWorse(series[0]!)).toBe(false)
  })

  it('a rate that falls is worse', () => {
    const rows = nightlyRows({ runs: 40, steps: [[30, 0.8]], metric: 'requests_per_s', level: 8 })
    const { series } = trend(rows, { metrics: ['requests_per_s'] })
    expect(series[0]!.changes).toMatchObject([{ direction: 'worse' }])
    expect(series[0]!.changes[0]!.change).toBeCloseTo(-0.2, 1)
  })

  it('puts runs in the order in which they began, whatever that of the rows or commits', () => {
    const rows = nightlyRows({ runs: 50, steps: [[30, 1.12]] })
    expect(trend([...rows].reverse()).series[0]!.changes).toEqual(trend(rows).series[0]!.changes)
    const backwards = rows.map((row, i) => ({ ...row, committed_at: rows[49 - i]!.committed_at }))
    expect(trend(backwards).series[0]!.changes).toHaveLength(1)
  })

  it.each([
    ['machine', { machine: 'ffff00000002' }],
    ['scenario', { scenario: 'aaaa00000002' }],
    ['cell', { cell: 'batch_size=4' }],
  ])('a series never crosses the %s', (_, over) => {
    const rows = nightlyRows({ runs: 50, steps: [[30, 1.5]] })
    const moved = rows.map((row, night) => (night < 30 ? row : { ...row, ...over }))
    const { series, tooShort } = trend(moved)
    expect(series.map(({ points, changes }) => [points.length, changes.length])).toEqual([
      [20, 0],
      [30, 0],
    ])
    expect(tooShort).toBe(0)
  })

  it('leaves INVALID runs and runs without the figure out, and counts them', () => {
    const rows = nightlyRows({ runs: 40 }).map((row, night): HistoryRow => {
      if (night === 5) return { ...row, verdict: 'INVALID', metrics: { 'ttft.p50': 9000 } }
      // Of a failed check that touches nothing of this.
      if (night === 4) return { ...row, verdict: 'INVALID', invalid: 'itl.p50 ttft_from_plan.p50' }
      if (night === 6) return { ...row, verdict: 'SUSPECT' }
      if (night === 7) return { ...row, metrics: { 'ttft.p50': null } }
      if (night === 8) return { ...row, metrics: {} }
      return night === 9 ? { ...row, metrics: { 'ttft.p50': 0 } } : row
    })
    const [series] = trend(rows).series
    expect(series!.leftOut).toEqual({ invalid: 1, missing: 3 })
    expect(series!.points).toHaveLength(36)
    expect(series!.changes).toEqual([])
    expect(trend(rows.slice(7, 9)).series).toEqual([])
  })

  it('takes shares as they are, by points', () => {
    const goodput = (night: number): number => (night < 30 ? 0.99 : 0.97)
    const rows = nightlyRows({ runs: 40 }).map((row, night) => ({
      ...row,
      metrics: { goodput: goodput(night), error_rate: 0 },
    }))
    const { series } = trend(rows, { metrics: ['goodput', 'error_rate'] })
    expect(series.map(({ changes }) => changes.length)).toEqual([1, 0])
    expect(series[0]!.changes[0]).toMatchObject({ direction: 'worse', levelBefore: expect.closeTo(0.99) })
    expect(series[0]!.changes[0]!.change).toBeCloseTo(-0.02, 10)
    expect(trend(rows, { metrics: ['goodput'], leastPoints: 0.03 }).series[0]!.changes).toEqual([])
  })

  it('takes repeats of one commit as runs of their own: three show a change', () => {
    const rows = nightlyRows({ runs: 33, steps: [[30, 1.2]] })
    const repeated = rows.map((row, night) => (night < 30 ? row : { ...row, commit: rows[30]!.commit }))
    expect(trend(repeated).series[0]!.changes).toHaveLength(1)
  })

  it('says of a change that has passed that it did', () => {
    const { series } = trend(
      nightlyRows({
        runs: 60,
        sd: 0.005,
        steps: [
          [30, 1.055],
          [35, 1 / 1.02],
        ],
      }),
    )
    expect(series[0]!.changes).toMatchObject([{ faded: true }])
    expect(gotWorse(series[0]!)).toBe(false)
  })

  it('counts the series that are too short', () => {
    const { tooShort, fewestRuns, series } = trend(nightlyRows({ runs: 10, steps: [[5, 2]] }))
    expect([tooShort, fewestRuns, series[0]!.changes]).toEqual([1, 20, []])
  })

  it('an empty history has no series', () => {
    expect(trend([])).toEqual({ series: [], fewestRuns: 20, tooShort: 0 })
  })
})

describe('trendSince', () => {
  const whole = trend(
    nightlyRows({
      runs: 60,
      steps: [
        [25, 1.2],
        [40, 1.2],
      ],
    }),
  )

  it('shows later changes only, the same as they were', () => {
    const since = trendSince(whole, Date.UTC(2026, 9, 1))
    expect(since.series[0]!.changes).toEqual(whole.series[0]!.changes.slice(0, 1))
  })

  it('leaves series out that have no runs since', () => {
    expect(trendSince(whole, Date.UTC(2027, 0, 1)).series).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { canaryRows, nightlyRows } from './fixtures/nightly-rows.ts'
import type { HistoryRow } from './history-row.ts'
import { gotWorse, trendDefaults, trendOf } from './trend.ts'
import type { TrendSeries } from './trend-series.ts'

const options = { ...trendDefaults, metrics: ['ttft.p50'] }
const server = nightlyRows({ runs: 50, steps: [[30, 1.12]] })

function withCanary(canaries: readonly HistoryRow[]): TrendSeries {
  const { series } = trendOf(server, [...server, ...canaries], options)
  return series[0]!
}

describe('the canary of a change', () => {
  it('moved too: the machine changed', () => {
    const series = withCanary(canaryRows({ runs: 50, steps: [[30, 1.1]] }))
    expect(series.changes).toMatchObject([{ canary: { state: 'moved' } }])
    expect(series.changes[0]!.canary).toHaveProperty('change', expect.closeTo(0.1, 1))
    expect(gotWorse(series)).toBe(false)
  })

  it('moved by less than half as much: that isn’t all', () => {
    const series = withCanary(canaryRows({ runs: 50, steps: [[30, 1.03]] }))
    expect(series.changes).toMatchObject([{ canary: { state: 'partly' } }])
    expect(gotWorse(series)).toBe(true)
  })

  it('moved the other way, or not at all: the server changed', () => {
    expect(withCanary(canaryRows({ runs: 50 })).changes).toMatchObject([{ canary: { state: 'still' } }])
    const other = canaryRows({ runs: 50, steps: [[30, 0.9]] })
    expect(withCanary(other).changes).toMatchObject([{ canary: { state: 'still' } }])
  })

  it('moved at another time: the server changed', () => {
    const series = withCanary(canaryRows({ runs: 50, steps: [[5, 1.12]] }))
    expect(series.changes).toMatchObject([{ canary: { state: 'still' } }])
  })

  it.each([
    ['began after the change', canaryRows({ runs: 50 }).slice(31)],
    ['varies too much', canaryRows({ runs: 50, sd: 0.4 })],
    ['is INVALID', canaryRows({ runs: 50, over: { verdict: 'INVALID' } }), 'lacking'],
    ['has no such figure', canaryRows({ runs: 50, metric: 'e2e.p50' }), 'lacking'],
    ['is of another machine', canaryRows({ runs: 50, steps: [[30, 1.1]], over: { machine: 'b' } }), 'none'],
    ['isn’t there', [], 'none'],
  ])('%s', (_, canaries, state = 'unclear') => {
    const series = withCanary(canaries)
    expect(series.changes).toMatchObject([{ canary: { state } }])
    expect(gotWorse(series)).toBe(true)
  })

  it('of several the one with the most runs around the change is asked', () => {
    const few = canaryRows({ runs: 50, over: { scenario: 'dddd0000dddd' }, seed: 3 }).slice(27, 34)
    const series = withCanary([...few, ...canaryRows({ runs: 50, steps: [[30, 1.1]] })])
    expect(series.changes).toMatchObject([{ canary: { state: 'moved' } }])
  })

  it('has changes of its own, which fail nothing', () => {
    const rows = canaryRows({ runs: 50, steps: [[30, 1.1]] })
    const [series] = trendOf(rows, rows, options).series
    expect(series!.changes).toMatchObject([{ direction: 'worse', canary: { state: 'self' } }])
    expect(gotWorse(series!)).toBe(false)
  })
})

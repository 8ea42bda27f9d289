import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { clockSteps } from './clock-steps.ts'

/** A minute whose median TTFT is 60 ms and median gap between tokens 12 ms. */
const run = virtualRun()

/** The same run on a machine whose clock did this: the offset at a time, in ns. */
function withClock(offsetNs: (atNs: number) => number): Evidence {
  return {
    ...run,
    workers: run.workers.map((series) => ({ ...series, clockOffsetNs: series.atNs.map(offsetNs) })),
  }
}

describe('is ok', () => {
  it.each([
    ['that stood still', () => 0],
    ['that NTP slewed as fast as it may', (atNs: number) => -500e-6 * atNs],
    ['that jittered by its own reading', (atNs: number) => (atNs % 7) * 20],
    ['that stepped by less than a millisecond', (atNs: number) => (atNs > 20e9 ? 0.9e6 : 0)],
    ['one reading of which the scheduler tore apart', (atNs: number) => (atNs === 20e9 ? 8e6 : 0)],
  ])('on a clock %s', (_, offsetNs) => {
    expect(clockSteps.judge(withClock(offsetNs)).status).toBe('ok')
  })
})

describe('of a clock that stepped', () => {
  const step = (ms: number): Evidence => withClock((atNs) => (atNs > 20e9 ? ms * 1e6 : 0))

  it('is invalid for the latencies that it is large against', () => {
    const finding = clockSteps.judge(step(2))
    expect(finding).toMatchObject({ status: 'invalid', threshold: 1 })
    expect(finding.statistic).toBeCloseTo(1.875, 9)
    expect(finding.affects).toEqual(['ttft', 'ttfat', 'itl', 'tpot', 'ntpot', 'ttft_from_plan'])
    expect(finding.message).toMatch(
      /^the clock stepped by 1\.8\d ms at 20\.3 s, which is 15\.\d % of the median TPOT$/,
    )
  })

  it('is invalid in either direction, and large enough, for all', () => {
    expect(clockSteps.judge(step(-30)).affects).toEqual(Object.keys(run.measured.latency_ms))
    expect(clockSteps.judge(step(3600e3)).status).toBe('invalid')
  })

  it('is suspect when every latency is large against it', () => {
    const slow = virtualRun({
      outputTokens: 2,
      server: { kind: 'independent', medianTtftMs: 900, sigma: 0.2, stepMs: 900, stepNoise: 0.1 },
    })
    const stepped = { ...slow, workers: step(3).workers }
    expect(clockSteps.judge(stepped)).toMatchObject({ status: 'suspect', threshold: 1 })
  })
})

it('doesn’t apply where the clocks weren’t compared', () => {
  expect(clockSteps.judge({ ...run, workers: [] }).status).toBe('not_applicable')
  expect(clockSteps.judge(withClock(() => Number.NaN)).status).toBe('not_applicable')
  const few = run.workers.map((series) => ({ ...series, atNs: series.atNs.subarray(0, 3) }))
  expect(clockSteps.judge({ ...run, workers: few }).status).toBe('not_applicable')
})

import { describe, expect, it } from 'vitest'
import { figuresAt, goal, stateAt } from './fixtures/figures.ts'
import { liveFigures } from './live-figures.ts'
import { addFigures, advance, startDrain, startProgress } from './progress-state.ts'

describe('liveFigures', () => {
  it('has no rate before there are two reports', () => {
    const live = liveFigures(startProgress(goal))
    expect(live).toMatchObject({
      sent: 0,
      sentPerSecond: null,
      ttftMeanNs: null,
      busiestCpuShare: null,
      phase: 'warmup',
    })
    expect(liveFigures(addFigures(startProgress(goal), figuresAt(1e9))).sentPerSecond).toBeNull()
  })

  it('takes rates over the last two seconds', () => {
    const live = liveFigures(stateAt(20e9, { sent: 168, tokens: 16_720 }))
    expect(live.sentPerSecond).toBeCloseTo((168 - 144) / 2)
    expect(live.tokensPerSecond).toBeCloseTo((16_720 - 13_680) / 2)
    expect(live.busiestCpuShare).toBeCloseTo(0.12)
    expect(live.askedPerSecond).toBe(8)
  })

  it('adds rates and counts of workers, and takes the busiest CPU', () => {
    let state = stateAt(10e9)
    for (const atNs of [9e9, 10e9]) {
      const cpuUserUs = atNs / 2e3
      state = addFigures(
        state,
        figuresAt(atNs, { worker: 1, errors: { reset: 2 }, cpuUserUs, cpuSystemUs: 0 }),
      )
    }
    const live = liveFigures(addFigures(state, figuresAt(10.25e9, { errors: { reset: 1, timeout: 1 } })))
    expect(live.sentPerSecond).toBeCloseTo(16)
    expect(live.sent).toBe(80 + 82)
    expect(live.busiestCpuShare).toBeCloseTo(0.5)
    expect(live.errors).toEqual({ reset: 3, timeout: 1 })
  })

  it('takes TTFT over the last two seconds, all workers and the worst of all', () => {
    const live = liveFigures(stateAt(20e9, { ttftCount: 10, ttftSumNs: 1e9, ttftMaxNs: 500e6 }))
    // Seven older reports of two requests each, and the last one's ten.
    expect(live.ttftMeanNs).toBeCloseTo((7 * 82.6e6 + 1e9) / 24)
    expect(live.ttftMaxNs).toBe(500e6)
    const quiet = advance(stateAt(20e9), 23e9)
    expect(liveFigures(quiet).ttftMeanNs).toBeNull()
  })

  it('names workers that have gone silent, but not those that are done', () => {
    expect(liveFigures(stateAt(20e9)).silentWorkers).toEqual([])
    expect(liveFigures(advance(stateAt(20e9), 22e9)).silentWorkers).toEqual([0])
    const done = startDrain(advance(stateAt(20e9, { inFlight: 0 }), 22e9), 20e9, 'planned')
    expect(liveFigures(done).silentWorkers).toEqual([])
  })

  it.each([
    [1e9, 'warmup', 1 / 35],
    [5e9, 'measure', 5 / 35],
    [40e9, 'measure', 1],
  ])('at %d ns is in %s', (nowNs, phase, share) => {
    const live = liveFigures(advance(startProgress(goal), nowNs))
    expect(live.phase).toBe(phase)
    expect(live.share).toBeCloseTo(share)
  })

  it('counts measured requests where they end the run', () => {
    const counted = { ...goal, measureNs: Number.POSITIVE_INFINITY, requests: 200 }
    expect(liveFigures(stateAt(4e9, {}, counted)).share).toBe(0)
    expect(liveFigures(stateAt(17.5e9, {}, counted)).share).toBeCloseTo(0.5)
    const noEnd = { ...counted, requests: Number.POSITIVE_INFINITY }
    expect(liveFigures(stateAt(17.5e9, {}, noEnd)).share).toBe(0)
  })

  it('is done sending when draining as planned, not when interrupted', () => {
    expect(liveFigures(startDrain(stateAt(17.5e9), 17e9, 'planned')).share).toBe(1)
    expect(liveFigures(startDrain(stateAt(17.5e9), 17e9, 'interrupted')).share).toBe(0.5)
  })
})

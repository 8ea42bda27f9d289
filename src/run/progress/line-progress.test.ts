import { describe, expect, it } from 'vitest'
import { styleFor } from '../../report/style.ts'
import { figuresAt, goal, stateAt } from './fixtures/figures.ts'
import { LineProgress, progressLine } from './line-progress.ts'
import { addFigures, startDrain, startProgress } from './progress-state.ts'

describe('progressLine', () => {
  it('says where the run is', () => {
    expect(progressLine(stateAt(20e9))).toMatchInlineSnapshot(
      `"measure 20 s of 35 s: 8.00 req/s, 5 in flight, 160 sent, 155 ok, 0 failed, 760 tok/s, TTFT 41.3 ms"`,
    )
  })

  it('says so when there is nothing yet', () => {
    expect(progressLine(startProgress(goal))).toMatchInlineSnapshot(
      `"warm-up 0 s of 35 s: —, 0 in flight, 0 sent, 0 ok, 0 failed, —"`,
    )
  })
})

describe('LineProgress', () => {
  function run(untilNs: number): string[] {
    const written: string[] = []
    const progress = new LineProgress((text) => written.push(text))
    let state = startProgress(goal)
    for (let atNs = 0; atNs <= untilNs; atNs += 0.25e9) {
      state = addFigures(state, figuresAt(atNs))
      progress.update(state)
    }
    return written
  }

  it('writes a line every five seconds', () => {
    expect(run(4.75e9)).toHaveLength(0)
    expect(run(20e9)).toHaveLength(4)
    expect(run(20e9).at(-1)).toMatch(/^measure 20 s of 35 s: .*\n$/)
  })

  it('skips no more than it must after a gap', () => {
    const written: string[] = []
    const progress = new LineProgress((text) => written.push(text))
    progress.update(stateAt(23e9))
    progress.update(stateAt(24.75e9))
    progress.update(stateAt(25e9))
    expect(written).toHaveLength(2)
  })

  it('writes when draining begins, and nothing once finished', () => {
    const written: string[] = []
    const progress = new LineProgress((text) => written.push(text))
    const draining = startDrain(stateAt(2e9), 2e9, 'planned')
    progress.update(draining)
    progress.update(draining)
    progress.finish()
    progress.update(stateAt(60e9))
    expect(written).toEqual([expect.stringMatching(/^drain 2 s of 35 s: /)])
  })

  it('keeps to ASCII where it must', () => {
    const written: string[] = []
    new LineProgress((text) => written.push(text), styleFor({}, { LANG: 'C' })).update(
      stateAt(20e9, { ttftSumNs: 9e3 }),
    )
    expect(written.join('')).toMatch(/^\p{ASCII}+$/u)
  })
})

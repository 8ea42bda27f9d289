import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../report/printable.ts'
import { plainStyle, styleFor } from '../../report/style.ts'
import { figuresAt, goal, stateAt } from './fixtures/figures.ts'
import { addFigures, advance, type ProgressState, startDrain, startProgress } from './progress-state.ts'
import { progressLines } from './progress-view.ts'

function draw(state: ProgressState, columns = 79): string {
  return `\n${progressLines(state, columns, plainStyle).join('\n')}\n`
}

const troubled = stateAt(20e9, { failed: 14, behindNs: 1.5e9, errors: { timeout: 2, http_error: 12 } })

describe('progressLines', () => {
  it('shows the first moment', () => {
    expect(draw(startProgress(goal))).toMatchInlineSnapshot(`
      "
        warm-up  ───────┿────────────────────────────────────────   0 s of 35 s
        requests — of 8.00 req/s   0 in flight   0 sent   0 ok
        replies  —   no first token in the last 2 s
        client   —
      "
    `)
  })

  it('shows the measured window', () => {
    expect(draw(stateAt(20e9))).toMatchInlineSnapshot(`
      "
        measure  ━━━━━━━┿━━━━━━━━━━━━━━━━━━━─────────────────────   20 s of 35 s
        requests 8.00 req/s of 8.00 req/s   5 in flight   160 sent   155 ok
        replies  760 tok/s   TTFT 41.3 ms mean, 61.0 ms max in the last 2 s
        client   CPU 12 % of a core   longest turn 2.10 ms
      "
    `)
  })

  it('shows trouble', () => {
    expect(draw(advance(troubled, 22e9))).toMatchInlineSnapshot(`
      "
        measure  ━━━━━━━┿━━━━━━━━━━━━━━━━━━━━━━──────────────────   22 s of 35 s
        requests — of 8.00 req/s   5 in flight   160 sent   155 ok   1.50 s behind
        replies  —   no first token in the last 2 s
        client   worker 0 is silent
        errors   12 × http_error   2 × timeout
      "
    `)
  })

  it('shows draining', () => {
    expect(draw(startDrain(advance(stateAt(36e9), 38.2e9), 35e9, 'planned'))).toMatchInlineSnapshot(`
      "
        drain    ━━━━┿━━━━━━━━━━━━━━━━━━━━━━━━━━   waiting for 5, 3 s of at most 60 s
        requests —   5 in flight   288 sent   283 ok
        replies  —   no first token in the last 2 s
        client   worker 0 is silent
      "
    `)
  })

  it('shows what Ctrl-C did', () => {
    expect(draw(startDrain(stateAt(20e9), 18e9, 'interrupted'))).toMatchInlineSnapshot(`
      "
        stopping ━━━━┿━━━━━━━━━━━━──────────────   waiting for 5, 2 s of at most 60 s
        requests 8.00 req/s   5 in flight   160 sent   155 ok
        replies  760 tok/s   TTFT 41.3 ms mean, 61.0 ms max in the last 2 s
        client   CPU 12 % of a core   longest turn 2.10 ms
                 Ctrl-C again stops at once
      "
    `)
  })

  it('shows a run that ends by its number of requests, in closed loop', () => {
    const counted = { ...goal, measureNs: Number.POSITIVE_INFINITY, requests: 200, askedRatePerSecond: null }
    expect(draw(stateAt(17.5e9, {}, counted))).toMatchInlineSnapshot(`
      "
        measure  ━━━━━━━━━━━━━━━━━━━────────────────────   17 s, 50 % of 200 requests
        requests 8.00 req/s   5 in flight   140 sent   135 ok
        replies  760 tok/s   TTFT 41.3 ms mean, 61.0 ms max in the last 2 s
        client   CPU 12 % of a core   longest turn 2.10 ms
      "
    `)
  })

  it('leaves out whole figures where there is no room', () => {
    expect(draw(troubled, 40)).toMatchInlineSnapshot(`
      "
        measure  ━━┿━━━━━──────   20 s of 35 s
        requests 8.00 req/s of 8.00 req/s
        replies  760 tok/s
        client   CPU 12 % of a core
        errors   12 × http_error   2 × timeout
      "
    `)
    expect(draw(troubled, 20)).toMatchInlineSnapshot(`
      "
        measure  20 s of …
        requests 8.00 req…
        replies  760 tok/s
        client   CPU 12 %…
        errors   12 × htt…
      "
    `)
  })

  it('draws nothing where there is nothing to draw on', () => {
    for (const columns of [0, -1, Number.NaN])
      expect(progressLines(troubled, columns, plainStyle)).toEqual([])
  })

  it('never exceeds the width, in colour or not', () => {
    const drained = startDrain(troubled, 18e9, 'interrupted')
    const worst = addFigures(
      drained,
      figuresAt(21e9, { sent: 1e12, tokens: 1e15, inFlight: 1e9, ttftMaxNs: 9e11 }),
    )
    for (const style of [plainStyle, styleFor({ isTTY: true }, {})]) {
      for (const state of [startProgress(goal), troubled, drained, worst]) {
        for (let columns = 1; columns <= 130; columns += 1) {
          const widest = Math.max(...progressLines(state, columns, style).map(displayWidth))
          expect(widest).toBeLessThanOrEqual(columns)
        }
      }
    }
  })

  it('never exceeds the width, whatever the figures', () => {
    const count = fc.double({ min: 0, max: 1e15, noNaN: true }).map(Math.round)
    const figures = fc.record({
      sent: count,
      ok: count,
      tokens: count,
      inFlight: count,
      ttftSumNs: count,
      cpuUserUs: count,
    })
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 200 }), (changes, columns) => {
        const lines = progressLines(stateAt(3e9, changes), columns, plainStyle)
        expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns)
        expect(lines.join('')).not.toMatch(/NaN|Infinity|undefined/)
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { bothWays, nothing, tailOnly, twoRuns } from '../analysis/comparison/fixtures/decile-shifts.ts'
import { decileShiftMarkdown, renderDecileShift } from './decile-shift.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'

const render = (...given: Parameters<typeof renderDecileShift>): string =>
  `\n${renderDecileShift(...given).join('\n')}\n`

test('a line a decile, with its band', () => {
  expect(render(tailOnly, null, plainStyle)).toMatchInlineSnapshot(`
    "
      DECILES OF TTFT, ms
      Slower in the tail (p90 to p99: +18 to +20 %); not shown to differ: p10 to
      p80.
             A    B  change      all within
      p10  110  110     0 %  −4.6 to +4.8 %  ─────┿────
      p20  120  120     0 %  −4.6 to +4.8 %  ─────┿────
      p30  130  130     0 %  −4.6 to +4.8 %  ─────┿────
      p40  140  140     0 %  −4.6 to +4.8 %  ─────┿────
      p50  150  150     0 %  −4.6 to +4.8 %  ─────┿────
      p60  160  160     0 %  −4.6 to +4.8 %  ─────┿────
      p70  170  170     0 %  −4.6 to +4.8 %  ─────┿────
      p80  180  180     0 %  −4.6 to +4.8 %  ─────┿────
      p90  190  224   +18 %    +13 to +24 %       |           ─────┿──────
      p95  195  232   +19 %    +14 to +25 %       |            ─────┿──────
      p99  199  238   +20 %    +14 to +26 %       |             ─────┿──────
      All within: bands that hold at all deciles at once, 95 times of 100; they
      allow for what runs differ by.
    "
  `)
})

test('what is missing is named, once', () => {
  expect(render(bothWays, 'concurrency=8', plainStyle)).toMatchInlineSnapshot(`
    "
      DECILES OF ITL, ms  concurrency=8
      Faster in the middle (p40 to p60: −20 %), slower in the tail (p90 to p95:
      +40 %); not shown to differ: p10 to p30, p70 to p80.
             A    B  change      all within
      p10  110  110     0 %  −4.5 to +4.7 %          ──┿──
      p20  120  120     0 %  −4.5 to +4.7 %          ──┿──
      p30  130  130     0 %  −4.5 to +4.7 %          ──┿──
      p40  140  112   −20 %    −24 to −16 %  ──┿─      |
      p50  150  120   −20 %    −24 to −16 %  ──┿─      |
      p60  160  128   −20 %    −24 to −16 %  ──┿─      |
      p70  170  170     0 %  −4.5 to +4.7 %          ──┿──
      p80  180  180     0 %  −4.5 to +4.7 %          ──┿──
      p90  190  266   +40 %    +34 to +47 %            |              ──┿───
      p95  195  273   +40 %    +34 to +47 %            |              ──┿───
      p99  199    —       —               —            |
      All within: bands that hold at all deciles at once, 95 times of 100; they
      allow for what runs differ by.
      p99: not resolvable in 3 of 3 runs of B.
    "
  `)
  expect(
    render({ ...nothing, notes: ['a run of B is left out: it is gone'] }, null, plainStyle),
  ).toMatchInlineSnapshot(`
    "
      DECILES OF TTFT, ms
      No decile can be compared.
           A    B  change  all within
      p10  —  110       —           —
      p20  —  120       —           —
      p30  —  130       —           —
      p40  —  140       —           —
      p50  —  150       —           —
      p60  —  160       —           —
      p70  —  170       —           —
      p80  —  180       —           —
      p90  —  190       —           —
      p95  —  195       —           —
      p99  —  199       —           —
      All: not resolvable in A.
      A run of B is left out: it is gone.
    "
  `)
})

test('two runs are said to be no more than that', () => {
  expect(render(twoRuns, null, plainStyle)).toContain('only repeats\n  show that')
})

describe('every block fits', () => {
  test.each([40, 50, 60, 80, 200])('%d columns', (columns) => {
    for (const shift of [tailOnly, bothWays, nothing, twoRuns]) {
      const lines = renderDecileShift(shift, 'a\u001b[2Jcell', { ...plainStyle, columns })
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(columns, 46))
      expect(lines.join('')).not.toContain('\u001b')
    }
  })

  test('ASCII where the terminal has no more', () => {
    const style = styleFor({ columns: 80 }, { LANG: 'C', NO_COLOR: '1' })
    for (const line of renderDecileShift(bothWays, null, style)) expect(line).toMatch(/^[ -~]*$/)
  })

  test('colours are for what is shown', () => {
    const style = styleFor({ columns: 80 }, { FORCE_COLOR: '1' })
    const painted = (start: string): boolean =>
      renderDecileShift(tailOnly, null, style).some(
        (line) => line.includes(start) && line.includes('\u001b[31m'),
      )
    expect([painted('p90'), painted('p50')]).toEqual([true, false])
  })
})

test('Markdown', () => {
  expect(`\n${decileShiftMarkdown(bothWays, 'a|b')}\n`).toMatchInlineSnapshot(`
    "
    **Deciles of ITL, ms, a|b**: faster in the middle (p40 to p60: −20 %), slower in the tail (p90 to p95: +40 %); not shown to differ: p10 to p30, p70 to p80.

    |     | A   | B   | change | all within     |
    | --- | --- | --- | ------ | -------------- |
    | p10 | 110 | 110 | 0 %    | −4.5 to +4.7 % |
    | p20 | 120 | 120 | 0 %    | −4.5 to +4.7 % |
    | p30 | 130 | 130 | 0 %    | −4.5 to +4.7 % |
    | p40 | 140 | 112 | −20 %  | −24 to −16 %   |
    | p50 | 150 | 120 | −20 %  | −24 to −16 %   |
    | p60 | 160 | 128 | −20 %  | −24 to −16 %   |
    | p70 | 170 | 170 | 0 %    | −4.5 to +4.7 % |
    | p80 | 180 | 180 | 0 %    | −4.5 to +4.7 % |
    | p90 | 190 | 266 | +40 %  | +34 to +47 %   |
    | p95 | 195 | 273 | +40 %  | +34 to +47 %   |
    | p99 | 199 | —   | —      | —              |

    All within: bands that hold at all deciles at once, 95 times of 100; they allow for what runs differ by. p99: not resolvable in 3 of 3 runs of B.
    "
  `)
})

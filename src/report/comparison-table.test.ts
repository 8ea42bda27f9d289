import { describe, expect, test } from 'vitest'
import { type CompareGroupsOptions, compareGroups } from '../analysis/comparison/compare-groups.ts'
import type { Comparison } from '../analysis/comparison/comparison.ts'
import { comparisonDefaults } from '../analysis/comparison/comparison-options.ts'
import {
  groupOf,
  runOf,
  runsOf,
  sweepRuns,
  verdictOf,
} from '../analysis/comparison/fixtures/compared-runs.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { comparisonTable } from './comparison-table.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'

const options: CompareGroupsOptions = { ...comparisonDefaults, force: false }
const wide = { ...plainStyle, columns: 120 }
const [before, after] = [groupOf('runs/before', runsOf(5)), groupOf('runs/after', runsOf(5, { slowed: 1.2 }))]
const single = compareGroups(before, after, options)
const some = ['ttft.p50', 'itl.p50', 'error_rate']

function table(comparison: Comparison, style = plainStyle, everyCell = false): string {
  return comparisonTable(comparison, { style, everyCell })
}

describe('of one cell', () => {
  test('a line a metric, in 80 columns', () => {
    expect(table(single)).toMatchInlineSnapshot(`
      "COMPARE  B against A
        A  runs/before  5 runs
        B  runs/after  5 runs

                                        A             B         change
        requests_per_s         7.96 ±0.09    6.64 ±0.08   −16.7 % ±1.2  slower
        output_tokens_per_s        765 ±9        637 ±8   −16.7 % ±1.2  slower
        ttft.p50                41.2 ±0.5     49.5 ±0.6   +20.0 % ±1.7  slower
        ttft.p99               268.1 ±3.2        322 ±4   +20.0 % ±1.7  slower
        itl.p50               12.38 ±0.15   14.86 ±0.18   +20.0 % ±1.7  slower
        itl.p99                 61.9 ±0.7     74.3 ±0.9   +20.0 % ±1.7  slower
        tpot.p50              12.59 ±0.15   15.11 ±0.18   +20.0 % ±1.7  slower
        e2e.p50                  1239 ±15      1487 ±18   +20.0 % ±1.7  slower
        e2e.p99                  2293 ±27      2752 ±33   +20.0 % ±1.7  slower
        error_rate           0.08 % ±0.05  0.08 % ±0.05  0.00 pp ±0.05  ~ (≥ 0.11 pp)

        10 comparisons, 9 differ, also when adjusted for their number; had nothing
        changed, about 0.5 would by luck.
        Figures are means over runs, ± half of their 95 % interval; change is B
        against A. Latencies in ms. pp: percentage points. ~ no difference shown:
        one of so much would be, four times of five.

        ? order: the runs of A were before those of B, and not by turns: whatever
          else changed between them looks like a change of the server.
          → Measure in alternation: tare ab.
      "
    `)
    expect(Math.max(...table(single).split('\n').map(displayWidth))).toBeLessThanOrEqual(80)
  })

  test('verdicts in words where there is room', () => {
    const same = compareGroups(before, groupOf('same', runsOf(5)), { ...options, metrics: some })
    expect(table(same, wide)).toMatch(/ttft\.p50 .*~ no difference shown \(≥ [\d.]+ % would be\)\n/)
    const apart = groupOf('apart', [runOf({ slowed: 0.8 }), runOf({ slowed: 1.3 })])
    expect(table(compareGroups(before, apart, { ...options, metrics: some }), wide)).toMatch(
      /\? can’t tell: about \d+ more runs a side would\n/,
    )
  })

  test('a share that gets worse is worse, in points', () => {
    const { load } = before.runs[0]!.summary
    const failing = { load: { ...load, ok: 4320, failed: 480 } }
    const comparison = compareGroups(before, groupOf('b', runsOf(5, { summary: failing })), options)
    expect(table(comparison)).toMatch(
      /error_rate +0\.08\d? % ±[\d.]+ +10\.0 % ±[\d.]+ +\+9\.9 pp ±[\d.]+ +worse/,
    )
  })

  test('remarks are footnotes, each once; what all rows have isn’t marked', () => {
    const one = groupOf('one', [runOf()])
    const text = table(compareGroups(before, one, { ...options, metrics: ['ttft.p50', 'e2e.p50'] }))
    expect(text).toContain('  B is a single run, and is taken to vary as the runs of A do\n')
    expect(text).not.toContain('[1]')
    const marked = table(compareGroups(before, one, { ...options, metrics: ['ttft.p50', 'query.p50'] }))
    expect(marked).toMatch(/ttft\.p50 .* \[1\]\n.*query\.p50 .* \[2,3\]\n {2}\[1\] B is a single run/)
  })

  test('forced, the first line says so, reasons stand before figures, and what is INVALID is marked', () => {
    const summary = { verdict: verdictOf('invalid', 'timestamp-error', ['itl']) }
    const invalid = groupOf('invalid', [...runsOf(4), runOf({ summary })])
    const text = table(compareGroups(before, invalid, { ...options, metrics: some, force: true }))
    expect(text).toMatch(/^FORCED .*\n/)
    expect(text.indexOf('! invalid-run')).toBeLessThan(text.indexOf('ttft.p50  '))
    expect(text).toMatch(/\n! itl\.p50 .* \[1\]\n/)
    expect(text).toMatch(/\n {2}ttft\.p50 /)
    expect(comparisonMarkdown(compareGroups(before, invalid, { ...options, force: true }))).toMatch(
      /^\*\*FORCED/,
    )
  })
})

const values = [1, 2, 4, 8]
const sweep = compareGroups(
  groupOf(
    'a',
    sweepRuns(values, 3, () => 1),
  ),
  groupOf(
    'b',
    sweepRuns([...values, 16], 3, (value) => (value > 2 ? 1.3 : 1)),
  ),
  { ...options, metrics: some },
)

/** 36 cells, three of which are slower. */
const many = compareGroups(
  groupOf(
    'a',
    sweepRuns(
      Array.from({ length: 36 }, (_, at) => at + 1),
      2,
      () => 1,
    ),
  ),
  groupOf(
    'b',
    sweepRuns(
      Array.from({ length: 36 }, (_, at) => at + 1),
      2,
      (value) => (value % 12 === 0 ? 1.5 : 1),
    ),
  ),
  { ...options, metrics: some },
)

describe('of many cells', () => {
  test('each metric over all, then a table a metric, with its geometric mean', () => {
    expect(table(sweep)).toMatchInlineSnapshot(`
      "COMPARE  B against A
        A  a  3 runs a cell
        B  b  3 runs a cell

        OVER 4 CELLS  geometric means
                       A     B   change
        ttft.p50    55.6  63.4  +14.0 %  2 slower, 2 no difference shown
        itl.p50     16.7  19.0  +14.0 %  2 slower, 2 no difference shown
        error_rate     —     —        —  4 no difference shown

        ttft.p50, ms
        concurrency          A          B        change
                  1  41.3 ±1.0  41.3 ±1.0    0.0 % ±2.2  ~ (≥ 3.9 %)
                  2  51.7 ±1.2  51.7 ±1.2    0.0 % ±2.2  ~ (≥ 3.9 %)
                  4  62.0 ±1.5  80.6 ±1.9  +30.0 % ±2.8  slower
                  8  72.3 ±1.7  94.0 ±2.3  +30.0 % ±2.8  slower
            geomean       55.6       63.4       +14.0 %

        itl.p50, ms
        concurrency            A            B        change
                  1  12.41 ±0.30  12.41 ±0.30    0.0 % ±2.2  ~ (≥ 3.9 %)
                  2    15.5 ±0.4    15.5 ±0.4    0.0 % ±2.2  ~ (≥ 3.9 %)
                  4    18.6 ±0.4    24.2 ±0.6  +30.0 % ±2.8  slower
                  8    21.7 ±0.5    28.2 ±0.7  +30.0 % ±2.8  slower
            geomean         16.7         19.0       +14.0 %

        error_rate
        concurrency             A             B         change
                  1  0.08 % ±0.06  0.08 % ±0.06  0.00 pp ±0.07  ~ (≥ 0.19 pp)
                  2  0.08 % ±0.06  0.08 % ±0.06  0.00 pp ±0.07  ~ (≥ 0.19 pp)
                  4  0.08 % ±0.06  0.08 % ±0.06  0.00 pp ±0.07  ~ (≥ 0.19 pp)
                  8  0.08 % ±0.06  0.08 % ±0.06  0.00 pp ±0.07  ~ (≥ 0.19 pp)

        ? a cell is in B only: concurrency=16

        12 comparisons, 4 differ, also when adjusted for their number; had nothing
        changed, about 0.6 would by luck.
        Figures are means over runs, ± half of their 95 % interval; change is B
        against A. Latencies in ms. pp: percentage points. ~ no difference shown:
        one of so much would be, four times of five.

        ? order: the runs of A were before those of B, and not by turns: whatever
          else changed between them looks like a change of the server.
          → Measure in alternation: tare ab.
      "
    `)
  })

  test('of many more, only those that differ, and how many don’t', () => {
    const text = table(many)
    expect(text.match(/^ +\d+ +[\d.]+.*slower$/gm)).toHaveLength(6)
    expect(text).toMatch(/ttft\.p50, ms\n.*\n(.*slower\n){3}.*geomean.*\n {2}and 33 /)
    expect(text.split('\n').length).toBeLessThan(45)
  })

  test('and all of them when they are asked for', () => {
    expect(table(many, plainStyle, true).split('\n').length).toBeGreaterThan(72)
  })

  test('a metric that is 0 everywhere is a line', () => {
    const { load } = before.runs[0]!.summary
    const none = { summary: { load: { ...load, ok: load.sent, failed: 0 } } }
    const runs = (): ReturnType<typeof runsOf> => [1, 2].flatMap((n) => runsOf(2, { ...none, axes: { n } }))
    expect(table(compareGroups(groupOf('a', runs()), groupOf('b', runs()), options))).toContain(
      'error_rate  0 in every cell of both\n',
    )
  })
})

describe('hostile names', () => {
  const controls = ['\u001b', '\u202e']
  const hostile = '\u001b[31m|evil|\u202e<b>*x*'
  const runs = (): ReturnType<typeof runsOf> =>
    [1, 2].flatMap((n) => runsOf(2, { axes: { n, [hostile]: hostile } }))
  const comparison = compareGroups(
    groupOf(hostile, runs(), [hostile]),
    groupOf(hostile, [...runs(), runOf({ axes: { n: 3, [hostile]: hostile } })]),
    { ...options, metrics: some },
  )

  test('move no cursor, and are ASCII where they must be', () => {
    for (const control of controls) expect(table(comparison)).not.toContain(control)
    expect(table(comparison, styleFor({}, { LANG: 'C' }))).toMatch(/^[ -~\n]+$/)
  })

  test('break no table of Markdown, and bring no tags of their own', () => {
    const text = comparisonMarkdown(comparison)
    for (const unwanted of [...controls, '<b>']) expect(text).not.toContain(unwanted)
    const rows = text.split('\n').filter((line) => line.startsWith('| '))
    const pipes = rows.map((row) => row.replaceAll('\\|', '').split('|').length)
    expect(new Set(pipes).size).toBeLessThanOrEqual(2)
  })
})

test('Markdown has every cell, folded by metric', () => {
  expect(comparisonMarkdown(sweep)).toMatchInlineSnapshot(`
    "**B** b against **A** a

    | metric      | A    | B    | change  | of 4 cells                      |
    | ----------- | ---- | ---- | ------- | ------------------------------- |
    | ttft.p50    | 55.6 | 63.4 | +14.0 % | 2 slower, 2 no difference shown |
    | itl.p50     | 16.7 | 19.0 | +14.0 % | 2 slower, 2 no difference shown |
    | error\\_rate | —    | —    | —       | 4 no difference shown           |

    <details><summary>ttft.p50, ms: 2 slower, 2 no difference shown</summary>

    | concurrency | A         | B         | change       |                                          |
    | ----------- | --------- | --------- | ------------ | ---------------------------------------- |
    | 1           | 41.3 ±1.0 | 41.3 ±1.0 | 0.0 % ±2.2   | ~ no difference shown (≥ 3.9 % would be) |
    | 2           | 51.7 ±1.2 | 51.7 ±1.2 | 0.0 % ±2.2   | ~ no difference shown (≥ 3.9 % would be) |
    | 4           | 62.0 ±1.5 | 80.6 ±1.9 | +30.0 % ±2.8 | slower                                   |
    | 8           | 72.3 ±1.7 | 94.0 ±2.3 | +30.0 % ±2.8 | slower                                   |
    | geomean     | 55.6      | 63.4      | +14.0 %      |                                          |

    </details>

    <details><summary>itl.p50, ms: 2 slower, 2 no difference shown</summary>

    | concurrency | A           | B           | change       |                                          |
    | ----------- | ----------- | ----------- | ------------ | ---------------------------------------- |
    | 1           | 12.41 ±0.30 | 12.41 ±0.30 | 0.0 % ±2.2   | ~ no difference shown (≥ 3.9 % would be) |
    | 2           | 15.5 ±0.4   | 15.5 ±0.4   | 0.0 % ±2.2   | ~ no difference shown (≥ 3.9 % would be) |
    | 4           | 18.6 ±0.4   | 24.2 ±0.6   | +30.0 % ±2.8 | slower                                   |
    | 8           | 21.7 ±0.5   | 28.2 ±0.7   | +30.0 % ±2.8 | slower                                   |
    | geomean     | 16.7        | 19.0        | +14.0 %      |                                          |

    </details>

    <details><summary>error_rate: 4 no difference shown</summary>

    | concurrency | A            | B            | change        |                                            |
    | ----------- | ------------ | ------------ | ------------- | ------------------------------------------ |
    | 1           | 0.08 % ±0.06 | 0.08 % ±0.06 | 0.00 pp ±0.07 | ~ no difference shown (≥ 0.19 pp would be) |
    | 2           | 0.08 % ±0.06 | 0.08 % ±0.06 | 0.00 pp ±0.07 | ~ no difference shown (≥ 0.19 pp would be) |
    | 4           | 0.08 % ±0.06 | 0.08 % ±0.06 | 0.00 pp ±0.07 | ~ no difference shown (≥ 0.19 pp would be) |
    | 8           | 0.08 % ±0.06 | 0.08 % ±0.06 | 0.00 pp ±0.07 | ~ no difference shown (≥ 0.19 pp would be) |

    </details>

    In B only: concurrency=16

    12 comparisons, 4 differ, also when adjusted for their number; had nothing changed, about 0.6 would by luck. Figures are means over runs, ± half of their 95 % interval; change is B against A. Latencies in ms. pp: percentage points. ~ no difference shown: one of so much would be, four times of five.

    - order: the runs of A were before those of B, and not by turns: whatever else changed between them looks like a change of the server. Measure in alternation: tare ab.
    "
  `)
})

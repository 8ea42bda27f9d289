import { describe, expect, test } from 'vitest'
import { analyseCategories } from '../analysis/scaling/analyse-scaling.ts'
import { runOf } from '../analysis/scaling/fixtures/run-of.ts'
import {
  contradictoryReport,
  emptyReport,
  hardwareReport,
  retrogradeReport,
  unrepeatedReport,
} from './fixtures/scaling-reports.ts'
import { displayWidth } from './printable.ts'
import { scalingMarkdown } from './scaling-markdown.ts'
import { scalingTable } from './scaling-table.ts'
import { plainStyle, styleFor } from './style.ts'

const everyReport = { contradictoryReport, emptyReport, hardwareReport, retrogradeReport, unrepeatedReport }

test('points, the class in a sentence, bounds and laws', () => {
  expect(`\n${scalingTable(retrogradeReport)}`).toMatchInlineSnapshot(`
    "
      concurrency        req/s     speed-up  efficiency        R  bound  Little
                1  101.7 ± 2.4         1.00       100 %  9.84 ms  100 %   0.0 %
                2      196 ± 5  1.93 ± 0.05        96 %  10.2 ms   96 %   0.0 %
                4     370 ± 13  3.64 ± 0.10        91 %  10.8 ms   91 %   0.0 %
                8     655 ± 21  6.44 ± 0.17        81 %  12.2 ms   81 %   0.0 %
               16     900 ± 50  8.81 ± 0.33        55 %  17.9 ms  100 %   0.0 %
               32     880 ± 40  8.70 ± 0.26        27 %  36.2 ms   99 %   0.0 %
               48     739 ± 16  7.27 ± 0.15        15 %  64.9 ms   83 %   0.0 %
               64     619 ± 18  6.09 ± 0.15        10 %   103 ms   69 %   0.0 %

      retrograde: throughput at concurrency = 64 is 34 % below its highest at
      concurrency = 22; more of it makes things worse.

      class           retrograde 100 %
      bounds          knee N* 8.81 ± 0.33 · R 9.83 ms at 1
                      Xmax 900 ± 50 req/s at 16
      linear          doesn’t fit: off by 367 % at 64 · best in 0 %
      Amdahl          doesn’t fit: off by 40 % at 64 · best in 0 %
      plateau         doesn’t fit: off by 25 % at 64 · best in 0 %
    → USL             gamma 101.2 ± 1.1 req/s · sigma 2.03 ± 0.27 %
                      kappa 0.204 ± 0.005 % · peak at 21.93 ± 0.27, 940 ± 10 req/s
                      off by 2 % at 8 · best in 100 %
      at twice that   353 ± 8 req/s at 128, if the law holds

      ±: half of the 95 % interval over runs. Speed-up is to 1. Bound:
      min(N/(R+Z), Xmax). Little: X R over what was in flight, less 1. Sigma:
      share of the work that is done one at a time. Kappa: what each costs every
      other.
    "
  `)
})

test('names without order: speed-ups only, and nothing that a terminal would obey', () => {
  expect(`\n${scalingTable(hardwareReport)}`).toMatchInlineSnapshot(`
    "
      hardware          tok/s     speed-up       R  Little
      L4           10.0 ± 0.5         1.00  800 ms   0.0 %
      H|100 *SXM*      52 ± 4  5.17 ± 0.31  155 ms   0.0 %

      hardware = H|100 *SXM* brings most, 5.17 times L4.

      ±: half of the 95 % interval over runs. Speed-up is to L4. Little: X R over
      what was in flight, less 1.
    "
  `)
})

test('the same as Markdown, with names escaped', () => {
  expect(`\n${scalingMarkdown(hardwareReport)}`).toMatchInlineSnapshot(`
    "
    **hardware = H|100 \\*SXM\\* brings most, 5.17 times L4.**

    | hardware       | tok/s      | speed-up    | R      | Little |
    | -------------- | ---------- | ----------- | ------ | ------ |
    | L4             | 10.0 ± 0.5 | 1.00        | 800 ms | 0.0 %  |
    | H\\|100 \\*SXM\\* | 52 ± 4     | 5.17 ± 0.31 | 155 ms | 0.0 %  |

    ±: half of the 95 % interval over runs. Speed-up is to L4. Little: X R over what was in flight, less 1.
    "
  `)
  expect(scalingMarkdown(retrogradeReport)).toContain('- **USL**: gamma')
})

test('without repeats no number has an interval, and the class isn’t stated', () => {
  const text = scalingTable(unrepeatedReport)
  expect(text.replace(/±: .*/s, '')).not.toContain('±')
  expect(text).toContain('Looks like contention')
  expect(text).toContain('limit not identifiable: no interval without')
})

test('a point that can’t be true is marked, and named below', () => {
  const text = scalingTable(contradictoryReport)
  expect(text).toMatch(/^ +4 .* 150 % +! \+50\.0 %$/m)
  expect(text).toMatch(/^ {2}! concurrency = 4 is 50 % above its bound/m)
  expect(scalingMarkdown(contradictoryReport)).toContain('> concurrency = 4 is 50 % above its bound')
})

describe.each(Object.entries(everyReport))('%s', (_, report) => {
  test.each([40, 60, 80, 200])('fits %d columns', (columns) => {
    const lines = scalingTable(report, { ...plainStyle, columns }).split('\n')
    expect(lines.filter((line) => displayWidth(line) > Math.min(columns, 78))).toEqual([])
  })

  test('is ASCII where that is all there is', () => {
    const style = styleFor({ isTTY: false }, { LC_ALL: 'C' })
    const text = scalingTable(report, style)
    expect(text).toMatch(/^\p{ASCII}*$/u)
    expect(text).not.toContain('?')
  })
})

test('a figure whose half-width is more than itself has none, and the note says so', () => {
  const runs = (rates: readonly number[]) => rates.map((rate) => runOf(1, rate))
  const report = analyseCategories(
    [
      { label: 'quiet', runs: runs([10, 10.1]) },
      { label: 'noisy', runs: runs([10, 90]) },
    ],
    { axisName: 'hardware', unit: 'req' },
  )
  const table = scalingTable(report)
  expect(table).toMatch(/^ +quiet +10\.0\d* ± [\d.]+ +1\.00/m)
  expect(table).toMatch(/^ +noisy +~30\.0 +~2\.99/m)
  expect(table).toContain('~: the runs differ so much')
  expect(table.replaceAll(/\s+/g, ' ')).toContain(
    '2.99 times quiet, but the runs differ too much to tell them apart.',
  )
  expect(scalingTable(hardwareReport)).not.toContain('~')
})

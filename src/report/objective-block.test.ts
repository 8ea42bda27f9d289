import { describe, expect, it } from 'vitest'
import { withObjectives } from './fixtures/objectives.ts'
import { allFailed, streamedOpenLoop } from './fixtures/summaries.ts'
import { renderObjectives } from './objective-block.ts'
import { displayWidth } from './printable.ts'
import { plainStyle, styleFor } from './style.ts'
import { renderSummary } from './terminal-summary.ts'

describe('renderObjectives', () => {
  it('is nothing without objectives', () => {
    expect(renderObjectives(streamedOpenLoop, plainStyle)).toEqual([])
  })

  it('says of each what it came to, and by what', () => {
    expect(renderObjectives(withObjectives, plainStyle)).toEqual([
      '  OBJECTIVES',
      '  met             ttft.p99 < 300ms · 268 ± 27 ms',
      '                  0.42 % (0.24 to 0.68) beyond, 1 % may be',
      '  undecided       e2e.p99.9 < 2.9s',
      '                  0.12 % (0.06 to 0.26) beyond, 0.1 % may be',
      '  missed          itl.mean < 15ms · 17.36 ± 0.14 ms',
      '  in goodput      ttft < 400ms · 496 ms · 0.5 % beyond',
      '  met             goodput > 99% · 99.5 % (99.25 to 99.67)',
      '  missed          output_tokens_per_s >= 5000 · 764 ± 23 /s',
      '  no data         tpot.p50 < 20ms · not measured',
      '  goodput         99.5 % (99.25 to 99.67) of all requests · 7.92 ± 0.22 req/s',
      '  undecided: with 95 % confidence the run says neither. A longer one may.',
      '  A failed request is beyond every limit of a latency.',
    ])
  })

  it('shows no part of a run in which nothing succeeded as good', () => {
    const [first] = withObjectives.objectives
    const result = {
      ...first!,
      value: null,
      ci95: null,
      status: 'missed',
      beyond: { share: 1, ci95: null, allowed: 0.01 },
    } as const
    expect(renderObjectives({ ...allFailed, objectives: [result] }, plainStyle)).toEqual([
      '  OBJECTIVES',
      '  missed          ttft.p99 < 300ms · 100 % beyond, 1 % may be',
      '  A failed request is beyond every limit of a latency.',
    ])
  })

  it.each([
    [0, [0, 0.0738], '0 % (0 to 7.38)'],
    [1, [0.99962, 1], '100 % (99.962 to 100)'],
    [0.5, null, '50 %'],
    [0.0000012, [0, 0.3333], '<0.001 % (0 to 33.3)'],
  ] as const)('shows a share of %d by both ends of its interval', (value, ci95, shown) => {
    const goodput = { ...withObjectives.objectives[4]!, value, ci95 }
    expect(renderObjectives({ ...withObjectives, goodput: null, objectives: [goodput] }, plainStyle)).toEqual(
      ['  OBJECTIVES', `  met             goodput > 99% · ${shown}`],
    )
  })

  it('marks what a check touches', () => {
    const check = { ...withObjectives.verdict.checks[0]!, status: 'invalid', affects: ['itl'] } as const
    const lines = renderObjectives(
      { ...withObjectives, verdict: { status: 'INVALID', checks: [check] } },
      plainStyle,
    )
    expect(lines.filter((line) => line.startsWith('! '))).toEqual([expect.stringContaining('itl.mean')])
  })

  it('keeps to its columns and to ASCII, whatever the text', () => {
    const hostile = {
      ...withObjectives,
      objectives: withObjectives.objectives.map((result) => ({
        ...result,
        objective: `\u001b[2J${'漢'.repeat(90)}`,
      })),
    }
    for (const columns of [200, 80, 60, 43]) {
      for (const summary of [withObjectives, hostile]) {
        const lines = renderObjectives(summary, styleFor({ isTTY: true, columns }, {}))
        expect(lines.filter((line) => displayWidth(line) > Math.min(78, columns))).toEqual([])
      }
    }
    const ascii = styleFor({}, { LANG: 'C' })
    const text = renderSummary(withObjectives, { style: ascii, runFolder: 'run' })
    expect(text).toMatch(/^\p{ASCII}*$/u)
    expect(text).toContain('OBJECTIVES')
  })
})

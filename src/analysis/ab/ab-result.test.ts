import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { abMarkdown } from '../../report/ab-markdown.ts'
import { renderAb } from '../../report/ab-table.ts'
import { plainStyle } from '../../report/style.ts'
import { outcomeOf } from './ab-report.ts'
import { abResult } from './ab-result.ts'
import { aaReport, abReportOf, refusal } from './fixtures/ab-reports.ts'
import { summaryWith, virtualBlocks } from './fixtures/virtual-blocks.ts'

const schema: AnySchemaObject = JSON.parse(
  readFileSync(new URL('../../../schema/ab.schema.json', import.meta.url), 'utf8'),
)
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,

  allErrors: true,
}).compile(schema)

const invalidCheck = {
  id: 'overload',
  status: 'invalid',
  statistic: 1,
  threshold: 0,
  n: 1,
  affects: ['e2e'],
  message: 'it grew',
  remedy: null,
} as const

const slower = abReportOf(virtualBlocks({ count: 6, seed: 1, change: 0.05 }), 'decided')
const alike = abReportOf(virtualBlocks({ count: 6, seed: 2 }), 'decided')
const noisy = abReportOf(virtualBlocks({ count: 8, seed: 3, runSd: 0.3 }), 'out_of_budget')
const early = abReportOf(virtualBlocks({ count: 2, seed: 4, change: 0.5 }), 'interrupted')
const unlike = { ...slower, notes: [refusal] }
const bare = summaryWith({ ttft: 40, tpot: null })
const without = abReportOf(
  [1, 2, 3].map(() => ({ a: bare, b: bare })),
  'no_figures',
)
const all = {
  slower,
  alike,
  noisy,
  early,
  unlike,
  forced: { ...unlike, forced: true },
  aa: aaReport,
  without,
}

describe.each(Object.entries(all))('%s', (_, report) => {
  test('is as the schema says, in text that a program reads', () => {
    const result = JSON.parse(JSON.stringify(abResult('ab/x', report)))
    expect([validate(result), validate.errors]).toEqual([true, null])
  })

  test('keeps to the width, and says the same as Markdown', () => {
    const text = renderAb(report, plainStyle)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(abMarkdown(report)).toContain(report.decision === null ? '# A/A' : '# A/B')
  })
})

test('a difference of any decision metric is one; what isn’t comparable goes before, unless forced', () => {
  expect(Object.values(all).map(outcomeOf)).toEqual([
    'difference',
    'no_difference',
    'cant_tell',
    'cant_tell',
    'not_comparable',
    'difference',
    null,
    'cant_tell',
  ])
})

test('the answer comes first, in words', () => {
  const said = Object.values(all).map((report) =>
    renderAb(report, plainStyle).split('\n').slice(0, 2).join(' '),
  )
  expect(said[0]).toMatch(/A\/B {2}B is slower: tpot\.p50 \+[45]\.\d+ % ±/)
  expect(said[1]).toContain('no difference shown in ttft.p50, tpot.p50: one of 5 % would show')
  expect(said[2]).toContain('can’t tell: ttft.p50, tpot.p50 after 6 blocks; the budget has no room')
  expect(said[3]).toContain('can’t tell: 2 of the 6 blocks that the first look needs; interrupted')
  expect(said[4]).toContain('A and B aren’t comparable: the load differs')
  expect(said[5]).toContain('FORCED: B is slower')
  expect(said[7]).toContain('can’t tell: tpot.p50: no run has a figure')
  expect(said[6]).toMatch(/A\/A {2}false alarms: 0 of \d experiments, 0 % \(95 %: 0 % to \d\d %\)/)
})

test('forced is said in every format', () => {
  expect(abMarkdown(all.forced)).toContain('**FORCED: B is slower')
  expect(abResult('ab/x', all.forced)).toMatchObject({ forced: true })
  expect(abMarkdown(slower)).not.toContain('FORCED')
})

test('a figure beside that a failed check touches is marked, and by which', () => {
  const [first, ...others] = virtualBlocks({ count: 6, seed: 1, change: 0.05 })
  const verdict = { status: 'INVALID', checks: [invalidCheck] } as const
  const report = abReportOf([{ ...first!, a: { ...first!.a, verdict } }, ...others], 'decided')
  expect(outcomeOf(report)).toBe('difference')
  const text = renderAb(report, plainStyle)
  expect(text).toMatch(/^! e2e\.p50 /m)
  expect(text).toMatch(/! e2e\.p50 .* \[1\]\n/)
  expect(text).toContain('\n  [1] INVALID by overload\n')
  expect(abMarkdown(report)).toMatch(/\| e2e\.p50 .*, INVALID \\?\[1\\?\] +\|/)
  expect(abMarkdown(report)).toMatch(/\n- \\?\[1\\?\] INVALID by overload\n/)
  expect(abResult('ab/x', report).decision?.comparisons.map(({ note }) => note)).toContain(
    'INVALID by overload',
  )
})

test('the table says who decides, and what a look left open', () => {
  const text = renderAb(noisy, plainStyle)
  expect(text).toContain('ttft.p50 *')
  expect(text).toMatch(/at 6 blocks: ttft\.p50, tpot\.p50 open/)
  expect(text).toMatch(/8 measured, 1 lost/)
  expect(text).toMatch(/block 3 +lost: B is INVALID: overload: it grew/)
  expect(renderAb(early, plainStyle).replaceAll(/\s+/g, ' ')).toContain(
    'No look was held, and nothing is decided',
  )
})

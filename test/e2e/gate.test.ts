import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invalidBy, runOf } from '../../src/analysis/gate/fixtures/runs.ts'
import { writeAb } from '../../src/experiment/ab/fixtures/write-ab.ts'
import { writeRun } from '../../src/experiment/comparison/fixtures/write-run.ts'
import { expectSchema } from '../support/schema.ts'
import { scratch, type TareResult, tare } from '../support/tare.ts'

const space = scratch()
const at = (name: string): string => join(space.folder, name)
const margins = ['--max-regression', 'ttft.p99 5%', '--max-regression', 'output_tokens_per_s 3%']

beforeAll(() => {
  for (const repeat of [1, 2, 3, 4]) {
    const luck = 1 + repeat / 200
    writeRun(at(`base/${repeat}`), { summary: runOf({ slower: luck, fewer: luck }).summary })
    writeRun(at(`good/${repeat}`), { summary: runOf({ slower: luck, fewer: luck }).summary })
    writeRun(at(`slow/${repeat}`), { summary: runOf({ slower: 20 * luck, fewer: 10 * luck }).summary })
  }
})
afterAll(() => space.remove())

function gate(run: string, ...args: readonly string[]): Promise<TareResult> {
  const env = { GITHUB_EVENT_NAME: '', CI_MERGE_REQUEST_IID: '', TARE_HISTORY: at('history') }
  return tare(['gate', run, ...args], { cwd: space.folder, env })
}

test('a tenth of the throughput and twenty times the latency, one run each, exits 4', async () => {
  const { status, stdout } = await gate('slow/1', '--baseline', 'base/1', ...margins)
  expect(status).toBe(4)
  expect(stdout).toMatch(/^FAILED {2}2 of 2 gates failed/)
})

test('repeats as good as the baseline pass', async () => {
  const { status, stdout } = await gate('good', '--baseline', 'base', ...margins)
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^PASSED {2}all 2 gates passed/)])
})

test('one run each is inconclusive: 5 of a release, 0 of a pull request', async () => {
  const args = ['--baseline', 'base/2', ...margins]
  expect((await gate('good/1', ...args)).status).toBe(5)
  expect((await gate('good/1', ...args, '--context', 'pr')).status).toBe(0)
  expect((await gate('good/1', ...args, '--context', 'pr', '--inconclusive', 'fail')).status).toBe(5)
})

test('everything is written in one go', async () => {
  const summary = at('step.md')
  writeFileSync(summary, 'before\n')
  const outputs = [
    '--junit',
    'gate.xml',
    '--comment',
    'gate.md',
    '--markdown',
    'plain.md',
    '--json',
    '-',
    '--github',
  ]
  const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_EVENT_NAME: 'pull_request' }
  const args = ['gate', 'slow', '--baseline', 'base', ...margins, ...outputs]
  const { status, stdout, stderr } = await tare(args, { cwd: space.folder, env })
  expect(status).toBe(4)
  const document = JSON.parse(stdout)
  expectSchema('gate', document)
  expect(document).toMatchObject({ outcome: 'fail', exit_status: 4, inconclusive: 'warn' })
  expect(stderr).toContain('::error title=Gate%3A FAILED::2 of 2 gates failed\n')
  expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### Performance gate: ❌ FAILED\n/)
  expect(readFileSync(at('gate.md'), 'utf8')).toBe(
    `<!-- tare-gate: gate -->\n${readFileSync(at('plain.md'), 'utf8')}`,
  )
  expect(readFileSync(at('gate.xml'), 'utf8')).toContain(
    '<testcase classname="tare gate" name="ttft.p99 5%" time="0">',
  )
})

test('a baseline that is missing exits 2, and seeded is there the next time', async () => {
  const args = ['--baseline', 'label:kept,latest:9', ...margins]
  const missing = await gate('base', ...args, '--junit', 'missing.xml')
  expect([missing.status, missing.stdout]).toEqual([2, expect.stringMatching(/^NO BASELINE/)])
  expect(readFileSync(at('missing.xml'), 'utf8')).toContain('<failure message="NO BASELINE')
  const seeded = await gate('base', ...args, '--missing-baseline', 'seed')
  expect([seeded.status, seeded.stdout]).toEqual([0, expect.stringMatching(/^SEEDED/)])
  expect(seeded.stderr).toContain('seeded: 4 runs added to the history')
  expect(seeded.stderr).not.toContain('still missing')
  expect((await gate('good', ...args)).status).toBe(0)
  expect((await gate('slow', ...args)).status).toBe(4)
  expect((await gate('base', ...args)).stdout).toContain('has no run but the gated')
  const folder = await gate('base', '--baseline', './nowhere', ...margins, '--missing-baseline', 'seed')
  expect([folder.status, folder.stderr]).toEqual([
    2,
    expect.stringContaining('is a folder, and not of the history'),
  ])
})

test('a plan says what is asked, and flags take its place', async () => {
  writeFileSync(
    at('gate.yaml'),
    'gate: {baseline: base, max_regression: [ttft.p99 5%]}\nobjectives: [ttft.p50 < 9s]\n',
  )
  const { status, stdout } = await gate('good', '--plan', 'gate.yaml')
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^PASSED {2}all 2 gates/)])
  const stricter = await gate('good', '--plan', 'gate.yaml', '--objective', 'ttft.p50 < 1ms')
  expect([stricter.status, stricter.stdout]).toEqual([4, expect.stringContaining('FAIL  ttft.p50 < 1ms')])
})

test.each([
  [['base', '--baseline', 'good', '--max-regression', 'ttft.p99 5'], 'has no unit', 'say 5%'],
  [['base', '--baseline', 'good', '--max-regression', 'tft.p99 5%'], 'did you mean ttft?', ''],
  [
    ['base', '--baseline', 'good', ...margins, '--max-regression', 'ttft.p99 9%'],
    'contradicts "ttft.p99 5%"',
    'one margin',
  ],
  [['base', ...margins], 'no baseline to compare with', '--baseline'],
  [['base', '--baseline', 'good'], 'nothing is asked of base', '--max-regression'],
  [['nowhere', '--baseline', 'good', ...margins], 'nowhere', ''],
  [
    ['base', '--baseline', 'good', ...margins, '--junit', 'no/such/folder.xml'],
    "--junit: can't write no/such/folder.xml",
    '',
  ],
  [['base', '--baseline', 'good', ...margins, '--context', 'merge'], '--context', ''],
  [
    ['base', '--baseline', 'good', '--max-regression', 'ttft.p99', '5%'],
    '"5%" is another argument',
    "--max-regression 'ttft.p99 5%'",
  ],
  [['base', 'good', ...margins], '"good" is another argument', 'tare gate good --baseline base'],
  [['./bsae', '--baseline', 'good', ...margins], '"./bsae" (did you mean base?)', ''],
  [['good', '--baseline', 'lable:x', ...margins], '"lable:x" isn\'t a selector', 'label:NAME'],
])('tare gate %j', async ([run, ...args], message, hint) => {
  const { status, stderr } = await gate(run!, ...args)
  expect(status).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr).toContain(hint)
})

test('an INVALID run exits 3, and isn’t seeded', async () => {
  const check = {
    id: 'trend',
    status: 'invalid',
    statistic: 1,
    threshold: 0,
    n: 1,
    affects: ['*'],
    message: 'it drifts',
    remedy: null,
  } as const
  writeRun(at('invalid'), {
    summary: { ...runOf().summary, verdict: { status: 'INVALID', checks: [check] } },
  })
  expect((await gate('invalid', '--baseline', 'base', ...margins)).status).toBe(3)
  const args = [
    '--baseline',
    'label:none',
    ...margins,
    '--missing-baseline',
    'seed',
    '--history',
    at('other'),
  ]
  expect((await gate('invalid', ...args)).status).toBe(3)
  expect(existsSync(at('other'))).toBe(false)
})

describe('the folder of tare ab', () => {
  const block = (at: number, worse: number) => {
    const [luck, own] = [1 + at / 25, worse * (1 + ((at % 3) - 1) / 200)]
    const shape = { slower: luck * own, fewer: luck * own }
    return { a: runOf({ slower: luck, fewer: luck }).summary, b: runOf(shape).summary }
  }
  const blocks = (count: number, worse: number) => Array.from({ length: count }, (_, i) => block(i, worse))
  const drifts = { ...runOf().summary, ...invalidBy('trend', ['*']) }

  beforeAll(() => {
    writeAb(at('ab/same'), blocks(6, 1))
    writeAb(at('ab/slower'), blocks(6, 1.12))
    writeAb(at('ab/short'), blocks(2, 1))
    writeAb(at('ab/itself'), blocks(6, 1), { aaBlocks: 6 })
    writeAb(at('ab/lost'), [...blocks(2, 1), { a: drifts, b: runOf().summary, lost: 'a' }])
  })

  test('passes and fails block by block, and writes everything', async () => {
    const good = await gate(
      'ab/same',
      ...margins,
      '--junit',
      'ab.xml',
      '--json',
      'ab.json',
      '--markdown',
      'ab.md',
    )
    expect([good.status, good.stderr]).toEqual([0, expect.any(String)])
    expect(good.stdout).toMatch(/^PASSED {2}all 2 gates passed\./)
    expect(good.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'http://head in ab/same (B, 6 runs) against http://base (A, 6 runs), in 6 blocks',
    )
    const document = JSON.parse(readFileSync(at('ab.json'), 'utf8'))
    expectSchema('gate', document)
    expect(document).toMatchObject({ blocks: 6, confidence: 0.95, baseline: 'http://base' })
    expect(readFileSync(at('ab.md'), 'utf8')).toContain('in 6 blocks')
    expect(readFileSync(at('ab.xml'), 'utf8')).toContain('failures="0"')
    const bad = await gate('ab/slower', ...margins, '--junit', 'ab.xml', '--github')
    expect([bad.status, bad.stdout]).toEqual([4, expect.stringMatching(/^FAILED {2}2 of 2 gates failed/)])
    expect(bad.stdout).toContain('::error title=Gate%3A FAILED::')
    expect(readFileSync(at('ab.xml'), 'utf8')).toMatch(
      /name="ttft\.p99 5%" time="0">\n\s*<failure message="ttft\.p99 is 12 % worse/,
    )
  })

  test('that lost its blocks is INVALID, and one that isn’t over says so', async () => {
    const lost = await gate('ab/lost', ...margins, '--junit', 'lost.xml')
    expect([lost.status, lost.stdout]).toEqual([3, expect.stringMatching(/^INVALID/)])
    expect(lost.stdout).toContain('lost-blocks: 1 block was lost')
    expect(readFileSync(at('lost.xml'), 'utf8')).toContain('<failure message="INVALID')
    const short = await gate('ab/short', ...margins, '--context', 'pr')
    expect(short.status).toBe(0)
    expect(short.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'unfinished: the experiment isn’t over: it has 2 of the 6 blocks',
    )
  })

  test.each([
    [['gate', 'ab/same', '--baseline', 'base', ...margins], '--baseline base: ab/same is an A/B experiment'],
    [['gate', 'base', '--baseline', 'ab/same', ...margins], '"ab/same" is of an A/B experiment'],
    [['gate', 'ab/same/runs', '--baseline', 'base', ...margins], '"ab/same/runs" is of an A/B experiment'],
    [['gate', 'ab/itself', ...margins], 'ab/itself is A against itself'],
    [['compare', 'base', 'ab/same'], '"ab/same" is of an A/B experiment'],
    [['compare', 'base'], "base alone can't be compared"],
    [['compare', 'ab/same', '--metric', 'ttft.p50'], "--metric doesn't go with an A/B experiment"],
    [['compare', 'ab/same', '--run-sd', '5%'], "--run-sd doesn't go with an A/B experiment"],
    [['compare', 'ab/same', '--format', 'csv'], '--format'],
    [['history', 'add', 'ab/same', '--history', 'other'], '"ab/same" is of an A/B experiment'],
  ])('%j is refused', async (args, message) => {
    const { status, stderr } = await tare(args, { cwd: space.folder })
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test('is shown by tare compare, and nothing is written', async () => {
    const shown = await tare(['compare', 'ab/slower'], { cwd: space.folder })
    expect([shown.status, shown.stdout]).toEqual([
      0,
      expect.stringMatching(/^ {2}A\/B {2}B is slower: ttft\.p99 \+12/m),
    ])
    const json = await tare(['compare', 'ab/short', '--format', 'json'], { cwd: space.folder })
    const answer = JSON.parse(json.stdout)
    expectSchema('ab', answer)
    expect(answer).toMatchObject({ folder: 'ab/short', end: 'interrupted', blocks: { measured: 2 } })
    expect(existsSync(at('ab/short/answer.json'))).toBe(false)
  })
})

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runOf } from '../../src/analysis/gate/fixtures/runs.ts'
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

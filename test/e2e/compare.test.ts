import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Summary } from '../../src/metrics/summary.ts'
import { expectSchema } from '../support/schema.ts'
import { finished, readSummary, scratch, simulate, type TareResult, tare } from '../support/tare.ts'

const space = scratch()
const metrics = ['tpot.p50', 'e2e.mean', 'error_rate'].flatMap((name) => ['--metric', name])

beforeAll(async () => {
  await measure('base', '3ms')
  await measure('slow', '9ms')
})
afterAll(() => space.remove())

/** Three real runs under runs/NAME/. What a busy machine does to their verdicts isn't what is tested. */
async function measure(name: string, step: string): Promise<void> {
  const server = await simulate(['--step-base', step])
  const load = ['--concurrency', '2', '--requests', '80', '--output-tokens', '8', '--workers', '1']
  for (const run of ['1', '2', '3']) {
    const out = join(space.folder, name, run)
    const { status } = await tare(['run', server.url, ...load, '--label', `${name}-label`, '--out', out])
    expect(finished).toContain(status)
    change(out, { verdict: { status: 'VALID', checks: [] } })
    cpSync(out, join(space.folder, 'runs', `${name}-${run}`), { recursive: true })
  }
  await server.stop()
}

function change(run: string, changes: Partial<Summary>): void {
  writeFileSync(join(run, 'summary.json'), JSON.stringify({ ...readSummary(run), ...changes }))
}

/** A copy of a side, its first run changed. */
function changed(name: string, changes: (summary: Summary) => Partial<Summary>): string {
  cpSync(join(space.folder, 'slow'), join(space.folder, name), { recursive: true })
  const run = join(space.folder, name, '1')
  change(run, { run_id: `${name}-1`, ...changes(readSummary(run)) })
  return name
}

function compare(...args: readonly string[]): Promise<TareResult> {
  return tare(['compare', ...args], { cwd: space.folder, env: { TARE_HISTORY: 'none' } })
}

describe('tare compare', () => {
  test('says that a server of three times the step is slower', async () => {
    const { status, stdout, stderr } = await compare('base', 'slow', ...metrics)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^COMPARE {2}B against A\n {2}A {2}base {2}3 runs\n {2}B {2}slow {2}3 runs\n/)
    expect(stdout).toMatch(/\n {2}tpot\.p50 .*slower/)
    expect(stdout).toMatch(/\n {2}error_rate +0 % +0 % /)
  })

  test('as JSON, CSV and Markdown', async () => {
    const json = JSON.parse((await compare('base', 'slow', ...metrics, '--format', 'json')).stdout)
    expectSchema('comparison', json)
    expect(json.comparisons[0].cells[0].metrics[0]).toMatchObject({ metric: 'tpot.p50', verdict: 'worse' })
    const csv = await compare('base', 'slow', 'runs', ...metrics, '--format', 'csv', '--force')
    expect(csv.stdout.split('\r\n').map((line) => line.slice(0, 10))).toEqual([
      'a,b,forced',
      ...Array.from({ length: 3 }, () => 'base,slow,'),
      ...Array.from({ length: 3 }, () => 'base,runs,'),
      '',
    ])
    const markdown = await compare('base', 'slow', ...metrics, '--format', 'markdown')
    expect(markdown.stdout).toMatch(/^\*\*B\*\* slow against \*\*A\*\* base\n\n\| metric/)
  })

  test('of whole distributions', async () => {
    const { status, stdout, stderr } = await compare('base', 'slow', ...metrics, '--deciles', 'tpot')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/\n {2}DECILES OF TPOT, ms\n {2}[^\n]*slower/i)
    expect(stdout).toMatch(/\n {2}p50 .*┿/)
    const json = await compare('base', 'slow', ...metrics, '--deciles', 'tpot', '--format', 'json')
    expectSchema('comparison', JSON.parse(json.stdout))
    const { points } = JSON.parse(json.stdout).comparisons[0].cells[0].deciles
    const p50 = (run: string): number => readSummary(join(space.folder, run)).latency_ms.tpot.p50!
    const mean = (side: string): number =>
      Math.cbrt(['1', '2', '3'].reduce((product, run) => product * p50(join(side, run)), 1))
    expect(points[4]).toMatchObject({ p: 0.5, change: expect.closeTo(mean('slow') / mean('base') - 1, 9) })
    expect(points[4].change_band[0]).toBeGreaterThan(0)
    for (const wrong of [['ttft.p99'], ['tpto'], ['tpot', '--format', 'csv']])
      expect(await compare('base', 'slow', '--deciles', ...wrong)).toMatchObject({ status: 2, stdout: '' })
  })

  test('of labels', async () => {
    const { status, stdout } = await compare('base-label', 'label:slow-label', ...metrics)
    expect(status).toBe(0)
    expect(stdout).toContain('  A  base-label  3 runs\n')
  })

  test('with the history, of which only runs of the same plan count', async () => {
    for (const run of ['1', '2', '3']) {
      const out = join(space.folder, 'other', run)
      cpSync(join(space.folder, 'slow', run), out, { recursive: true })
      change(out, { run_id: `other-${run}` })
      const plan = readFileSync(join(out, 'plan.yaml'), 'utf8')
      writeFileSync(join(out, 'plan.yaml'), plan.replace(/output_tokens: .*/, 'output_tokens: 9'))
    }
    const store = join(space.folder, 'store')
    const sides = ['slow', 'other'].map((name) => join(space.folder, name))
    expect((await tare(['history', 'add', ...sides, '--history', store])).status).toBe(0)
    const { status, stdout } = await compare('base', 'latest:5', '--history', store, ...metrics)
    expect([status, stdout]).toEqual([0, expect.stringContaining('  B  latest:5  3 runs\n')])
    expect(stdout).toContain('other-series: B has 3 more runs')
  })

  test('of one run a side says what that can’t tell', async () => {
    const { status, stdout } = await compare('base/1', 'slow/1', ...metrics, '--run-sd', '4%')
    expect(status).toBe(0)
    expect(stdout).toMatch(/few-runs/)
    expect(stdout).toContain('vary by 4 %')
  })

  test('names a run that was killed, and goes on', async () => {
    const folder = join(space.folder, 'killed')
    cpSync(join(space.folder, 'slow'), folder, { recursive: true })
    mkdirSync(join(folder, '4', 'spool'), { recursive: true })
    const { status, stdout } = await compare('base', 'killed', ...metrics)
    expect(status).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toContain('unreadable-run: a run of B can’t be read')
  })
})

describe('tare compare refuses', () => {
  test('an open loop against a closed one: 2, all reasons, and what to do; forced it is marked', async () => {
    const open = changed('open', ({ load, tokens }) => ({
      load: { ...load, model: 'open' },
      tokens: { ...tokens, output: { ...tokens.output, mean: 2 * tokens.output.mean! } },
    }))
    const refused = await compare('base', open, ...metrics)
    expect([refused.status, refused.stdout]).toEqual([2, ''])
    expect(refused.stderr).toMatch(
      /load-model: .*\n +Measure both with one kind of load\.\n +output-length: /,
    )
    expect(refused.stderr).toContain('--force')
    const forced = await compare('base', open, ...metrics, '--force')
    expect([forced.status, forced.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^FORCED/)])
    const json = JSON.parse((await compare('base', open, '--force', '--format', 'json')).stdout)
    expectSchema('comparison', json)
    expect(json.comparisons[0].forced).toBe(true)
  })

  test('an INVALID run: 3, where a failed check touches what is compared', async () => {
    const check = {
      id: 'timestamp-error',
      status: 'invalid',
      affects: ['tpot'],
      message: 'x',
      remedy: null,
    } as const
    const verdict = { status: 'INVALID', checks: [{ ...check, statistic: 1, threshold: 0, n: 1 }] } as const
    const invalid = changed('invalid', () => ({ verdict }))
    const refused = await compare('base', invalid, ...metrics)
    expect(refused.status).toBe(3)
    expect(refused.stderr).toContain(
      'invalid-run: 1 of B’s 3 runs is INVALID for tpot.p50: timestamp-error in invalid/1',
    )
    expect((await compare('base', invalid)).stderr).toMatch(
      /No failed check touches the rest: (--metric \S+ ?)+/,
    )
    expect((await compare('base', invalid, '--metric', 'e2e.mean')).status).toBe(0)
  })

  test.each([
    [['base', 'slwo'], 'did you mean slow?'],
    [['base', 'runs/slow-9'], 'there is no folder "runs/slow-9" (did you mean runs/slow-1?)'],
    [['base', 'label:slow-lable'], 'did you mean slow-label?'],
    [['base', 'branch:main'], 'no run is "branch:main"'],
    [['base', 'base/1/summary.json'], 'is a file'],
    [['base', 'slow', '--metric', 'ttft.p9'], 'did you mean'],
    [['base', 'slow', '--metric', 'ttft'], 'say which figure of it'],
    [['base', 'slow', '--effect', '5ms'], '--effect 5ms: must be a share'],
    [['base', 'slow', '--run-sd', '0'], '--run-sd'],
    [['base', 'base/1'], 'same-run'],
  ])('%j: 2, %s', async (args, said) => {
    const { status, stdout, stderr } = await compare(...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(said)
  })

  test('a folder whose runs are all damaged', async () => {
    const folder = join(space.folder, 'damaged')
    cpSync(join(space.folder, 'slow'), folder, { recursive: true })
    for (const run of ['1', '2', '3']) {
      const file = join(folder, run, 'summary.json')
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 200))
    }
    const { status, stderr } = await compare('base', 'damaged')
    expect(status).toBe(2)
    expect(stderr).toMatch(/"damaged" has no run that can be read: .*1\/summary\.json is damaged/)
  })
})

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSchema } from '../support/schema.ts'
import { quick, type SimulatorServer, scratch, simulate, startTare, tare } from '../support/tare.ts'

const space = scratch()
let before: SimulatorServer
let after: SimulatorServer

/** A station of so many servers of one speed, whose latency is its service time. */
const station = (time: string): readonly string[] => [
  '--station',
  `deterministic(${time})`,
  '--servers',
  '16',
]

beforeAll(async () => {
  ;[before, after] = await Promise.all([simulate(station('20ms')), simulate(station('28ms'))])
})
afterAll(async () => {
  await Promise.all([before.stop(), after.stop()])
  space.remove()
})

/** Closed, so that a busy machine is no fault of the sends. */
const load = ['--concurrency', '4', '--duration', '600ms', '--seed', '3', '--metric', 'requests_per_s']

interface Answer {
  readonly end: string
  readonly metrics: readonly string[]
  readonly blocks: {
    readonly measured: number
    readonly attempts: readonly { readonly order: string; readonly seed: number; readonly attempt: number }[]
  }
  readonly decision: {
    readonly outcome: string
    readonly comparisons: readonly {
      readonly metric: string
      readonly change: number
      readonly verdict: string
    }[]
  } | null
  readonly false_alarms: { readonly experiments: { readonly comparisons: number } } | null
}

function answerIn(folder: string): Answer {
  const answer = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')) as Answer
  expectSchema('ab', answer)
  return answer
}

test('finds a server slower than another, in blocks of both, and knows its answer again', {
  timeout: 120_000,
}, async () => {
  const folder = join(space.folder, 'slower')
  const { status, stdout, stderr } = await tare([
    'ab',
    before.url,
    after.url,
    ...quick,
    ...load,
    '--out',
    folder,
  ])
  expect(stderr).toContain('Look at 6 blocks')
  expect(status).toBe(0)
  expect(stdout).toMatch(/A\/B {2}B is slower: requests_per_s −\d\d/)
  const { end, metrics, blocks, decision } = answerIn(folder)
  expect([end, metrics, decision?.outcome]).toEqual(['decided', ['requests_per_s'], 'difference'])
  const measured = blocks.attempts.slice(-2)
  expect(measured.map(({ order }) => order).toSorted()).toEqual(['AB', 'BA'])
  expect(new Set(blocks.attempts.map(({ seed }) => seed)).size).toBeGreaterThanOrEqual(6)
  expect(readdirSync(join(folder, 'runs')).length).toBeGreaterThanOrEqual(12)
  const again = await tare(['ab', '--resume', folder])
  expect([again.status, again.stdout]).toEqual([0, stdout])
  const json = await tare(['ab', '--resume', folder, '--format', 'json'])
  expect({ ...JSON.parse(json.stdout), folder: '' }).toEqual({ ...answerIn(folder), folder: '' })
  const markdown = await tare(['ab', '--resume', folder, '--format', 'markdown'])
  expect(markdown.stdout).toBe(readFileSync(join(folder, 'answer.md'), 'utf8'))
})

test('Ctrl-C leaves a folder that can be gone on with', { timeout: 120_000 }, async () => {
  const folder = join(space.folder, 'stopped')
  const running = startTare([
    'ab',
    before.url,
    before.url,
    ...quick,
    ...load,
    '--blocks',
    '6',
    '--out',
    folder,
  ])
  await new Promise<void>((resolve) => {
    running.child.stderr!.on('data', (text: string) => {
      if (text.includes('[block 2')) resolve()
    })
    void running.result.then(() => resolve())
  })
  running.child.kill('SIGINT')
  const { status, stderr } = await running.result
  expect(status).toBe(130)
  expect(stderr).toContain('tare ab --resume')
  const made = answerIn(folder)
  expect([made.end, made.blocks.measured, made.decision?.outcome]).toEqual(['interrupted', 1, 'cant_tell'])
  const resumed = await tare(['ab', '--resume', folder])
  expect(resumed.status).toBe(0)
  const { blocks, decision } = answerIn(folder)
  expect(blocks.attempts[0]).toEqual(made.blocks.attempts[0])
  expect(blocks.measured).toBeGreaterThanOrEqual(6)
  expect(decision?.outcome).not.toBe('not_comparable')
})

test('two settings of a plan whose server Tare starts, one after the other on one port', {
  timeout: 120_000,
}, async () => {
  const plan = join(space.folder, 'tare.yaml')
  const port = new URL(before.url).port
  const own = String(Number(port) + 1000 < 65_000 ? Number(port) + 1000 : Number(port) - 1000)
  const command = [
    process.execPath,
    'dist/cli/main.js',
    'simulate',
    '--port',
    own,
    '--servers',
    '16',
    '--station',
  ]
  writeFileSync(
    plan,
    [
      `target: { url: "http://127.0.0.1:${own}", stream: false }`,
      'load: { concurrency: 4, duration: 600ms, warmup: 0s, seed: 3 }',
      'workload: { input_tokens: 4, output_tokens: 1 }',
      'client: { workers: 1 }',
      `server: { kind: command, command: [${command.join(', ')}, "deterministic(\${flag:time})"] }`,
    ].join('\n'),
  )
  const folder = join(space.folder, 'settings')
  const sets = ['--a-set', 'time=20ms', '--b-set', 'time=40ms', '--metric', 'requests_per_s']
  const { status, stderr } = await tare(['ab', plan, ...sets, '--out', folder])
  expect([status, stderr]).toEqual([0, expect.stringContaining('Look at 6 blocks')])
  const { decision } = answerIn(folder)
  expect(decision?.comparisons[0]).toMatchObject({ metric: 'requests_per_s', verdict: 'worse' })
  expect(decision!.comparisons[0]!.change).toBeLessThan(-0.2)
})

test('A against itself says how often a difference showed', { timeout: 120_000 }, async () => {
  const folder = join(space.folder, 'itself')
  const { status, stdout } = await tare([
    'ab',
    before.url,
    '--aa',
    '--blocks',
    '6',
    ...quick,
    ...load,
    '--out',
    folder,
  ])
  expect(status).toBe(0)
  expect(stdout).toMatch(/A\/A {2}(false alarms: [01] of 1 experiment|no false alarm rate)/)
  expect(answerIn(folder)).toMatchObject({ end: 'aa_complete', decision: null })
})

test('says what is wrong before anything is measured', async () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], 'needs two servers or plans'],
    [[before.url], 'needs two servers or plans'],
    [[before.url, after.url, '--aa'], 'B was given too'],
    [[before.url, after.url, '--metric', 'tpot.p5'], 'did you mean tpot.p50?'],
    [[before.url, after.url, '--blocks', '7'], '--blocks'],
    [[before.url, after.url, '--effect', 'small'], '--effect'],
    [[before.url, after.url, '--a-set', 'x=1'], 'goes with a plan file'],
    [[before.url, '--resume', space.folder], 'doesn’t go with --resume'],
    [['--resume', space.folder], 'ab.json'],
    [['http://127.0.0.1:1', after.url, '--duration', '1s'], '127.0.0.1:1'],
  ]
  for (const [args, message] of cases) {
    const said = await tare([
      'ab',
      ...args,
      '--out',
      join(space.folder, `no-${cases.findIndex(([each]) => each === args)}`),
    ])
    expect([args, said.status, said.stderr]).toEqual([args, 2, expect.stringContaining(message)])
  }
  expect(existsSync('ab')).toBe(false)
})

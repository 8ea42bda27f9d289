import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  exportRecords,
  finished,
  readSummary,
  type SimulatorServer,
  scratch,
  simulate,
  tare,
} from '../support/tare.ts'

const space = scratch()
const truthPath = join(space.folder, 'truth.ndjson')
let simulator: SimulatorServer

beforeAll(async () => {
  simulator = await simulate(['--truth-log', truthPath, '--epoch-unix-ns', '0'])
})

afterAll(async () => {
  await simulator.stop()
  space.remove()
})

const quick = ['--warmup', '200ms', '--duration', '1s', '--input-tokens', '20', '--output-tokens', '8']

test('without a URL it starts and measures the simulator, and leaves a whole run folder', async () => {
  const run = space.run()
  const { status, stdout, stderr } = await tare(['run', '--rate', '30', ...quick, '--out', run])
  expect(stderr).not.toContain('error')
  expect(status).toBeOneOf(finished)
  expect(stdout).toContain('TTFT')
  expect(readdirSync(run).sort()).toEqual([
    'environment.json',
    'log.ndjson',
    'plan.yaml',
    'records.parquet',
    'samples.parquet',
    'summary.json',
  ])
  const summary = readSummary(run)
  const schema = JSON.parse(
    readFileSync(new URL('../../schema/summary.schema.json', import.meta.url), 'utf8'),
  )
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)
  expect(validate(summary), JSON.stringify(validate.errors)).toBe(true)
  expect(summary.state).toBe('complete')
  expect(summary.load.ok).toBe(summary.load.sent)
  expect(summary.load.planned).toBe(summary.load.sent)
  expect(summary.load.ok).toBeGreaterThan(5)
  expect(summary.tokens.output.mean).toBe(8)
  expect(summary.instrument.timestamp_source).toBe(process.platform === 'linux' ? 'so_timestamping' : 'user')
})

test('what it recorded agrees with what the server knows: ids, tokens, and that no token came before it was sent', async () => {
  const run = space.run()
  const { status } = await tare([
    'run',
    simulator.url,
    '--concurrency',
    '4',
    ...quick,
    '--out',
    run,
    '--no-preflight',
  ])
  expect(status).toBeOneOf(finished)
  const epoch = BigInt(readSummary(run).epoch_unix_ns)
  const truth = new Map(
    readFileSync(truthPath, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { request_id: string; token_ns: string[] | number[] })
      .map((entry) => [entry.request_id, entry]),
  )
  const records = await exportRecords(run)
  expect(records.length).toBeGreaterThan(10)
  for (const record of records) {
    const entry = truth.get(record.request_id)
    expect(entry, record.request_id).toBeDefined()
    expect(record.token_ns).toHaveLength(8)
    record.token_ns.forEach((atNs, i) => {
      const sentNs = Number(BigInt(entry!.token_ns[i]!) - epoch)
      expect(atNs).toBeGreaterThan(sentNs - 1000)
    })
    expect(record.sent_ns).toBeLessThan(record.token_ns[0]!)
  }
})

describe.each(['kernel', 'portable'])('by the %s transport', (transport) => {
  test.each([
    ['openai-chat', true],
    ['openai-chat', false],
    ['openai-completions', true],
    ['openai-completions', false],
  ])('speaks %s, streamed: %s', async (api, stream) => {
    const run = space.run()
    const streaming = stream ? [] : ['--no-stream']
    const args = [
      '--transport',
      transport,
      '--api',
      api,
      ...streaming,
      '--requests',
      '12',
      '--concurrency',
      '3',
    ]
    const { status } = await tare(['run', simulator.url, ...args, '--output-tokens', '6', '--out', run])
    expect(status).toBeOneOf(finished)
    const { load, latency_ms, tokens } = readSummary(run)
    expect([load.planned, load.sent, load.ok, load.failed]).toEqual([12, 12, 12, 0])
    expect([latency_ms.ttft.n, latency_ms.itl.n, latency_ms.e2e.n]).toEqual(
      stream ? [12, 60, 12] : [0, 0, 12],
    )
    expect(tokens.source).toEqual({ usage: 12, events: 0, none: 0 })
    expect(tokens.output.mean).toBe(6)
  })

  test('several workers share one plan', async () => {
    const run = space.run()
    const args = [
      '--transport',
      transport,
      '--workers',
      '3',
      '--rate',
      '200',
      '--requests',
      '60',
      '--seed',
      '5',
    ]
    const { status } = await tare(['run', simulator.url, ...args, '--output-tokens', '2', '--out', run])
    expect(status).toBeOneOf(finished)
    const records = await exportRecords(run)
    expect(records.map((record) => record.index).sort((a, b) => Number(a) - Number(b))).toEqual([
      ...Array(60).keys(),
    ])
    expect(new Set(records.map((record) => record.worker))).toEqual(new Set([0, 1, 2]))
  })
})

test('the plan that a run leaves makes the same run again', async () => {
  const [first, second] = [space.run(), space.run()]
  const args = [
    '--rate',
    '100',
    '--requests',
    '20',
    '--input-tokens',
    'uniform(5,50)',
    '--output-tokens',
    '2',
  ]
  await tare(['run', simulator.url, ...args, '--out', first])
  const { status, stderr } = await tare(['run', join(first, 'plan.yaml'), '--out', second])
  expect(stderr).not.toContain('error')
  expect(status).toBeOneOf(finished)
  const sent = async (run: string): Promise<unknown> =>
    (await exportRecords(run))
      .map((record) => [record.index, record.planned_ns, record.input_tokens])
      .sort(([a], [b]) => Number(a) - Number(b))
  expect(await sent(second)).toEqual(await sent(first))
})

test('--format json prints summary.json and nothing else', async () => {
  const run = space.run()
  const { stdout } = await tare(['run', simulator.url, '--requests', '2', '--out', run, '--format', 'json'])
  expect(stdout).toBe(readFileSync(join(run, 'summary.json'), 'utf8'))
})

test('report makes the summary again from the records', async () => {
  const run = space.run()
  await tare(['run', simulator.url, '--rate', '50', ...quick, '--out', run])
  const { status, stdout } = await tare(['report', run, '--format', 'json'])
  expect(status).toBeOneOf(finished)
  expect(JSON.parse(stdout)).toEqual(readSummary(run))
})

test('prompts of a file are sent, whole messages too', async () => {
  const run = space.run()
  const prompts = join(space.folder, 'prompts.jsonl')
  writeFileSync(
    prompts,
    '{"prompt":"one two three","output_tokens":3}\n{"messages":[{"role":"user","content":"a b"}],"output_tokens":5}\n',
  )
  const { status } = await tare(['run', simulator.url, '--prompts', prompts, '--requests', '4', '--out', run])
  expect(status).toBeOneOf(finished)
  const records = await exportRecords(run)
  const lengths = records.map((record) => Number(record.requested_output_tokens))
  expect(lengths.sort((a, b) => a - b)).toEqual([3, 3, 5, 5])
})

test('no secret reaches the run folder', async () => {
  const secured = await simulate(['--api-key', 'hush-hush-hush'])
  const run = space.run()
  const args = ['run', secured.url, '--api-key-env', 'MY_KEY', '--requests', '2', '--out', run]
  const { status } = await tare(args, { env: { MY_KEY: 'hush-hush-hush' } })
  await secured.stop()
  expect(status).toBeOneOf(finished)
  for (const file of readdirSync(run)) {
    expect(readFileSync(join(run, file)).includes('hush-hush-hush'), file).toBe(false)
  }
  expect(existsSync(join(run, 'plan.yaml'))).toBe(true)
})

test('export stops quietly with its reader, and says when its output is full', async () => {
  const run = space.run()
  const many = ['--requests', '300', '--concurrency', '50', '--output-tokens', '2', '--input-tokens', '5']
  expect((await tare(['run', simulator.url, ...many, '--out', run])).status).toBeOneOf(finished)
  const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
  const shell = (command: string): ReturnType<typeof spawnSync> =>
    spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${program}" export "${run}" ${command}`],
      {
        encoding: 'utf8',
      },
    )
  expect(shell('| head -c 10')).toMatchObject({ status: 0, stderr: '' })
  if (!existsSync('/dev/full')) return
  const full = shell('> /dev/full')
  expect(full.status).toBe(1)
  expect(full.stderr).toMatch(/^error: can't write the output: .*ENOSPC/)
})

import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { CheckResult } from '../../src/metrics/summary.ts'
import { readSummary, type SimulatorServer, scratch, simulate, tare } from '../support/tare.ts'

const space = scratch()
const servers: SimulatorServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})
afterAll(() => space.remove())

/** Measures a simulator with these flags, and returns what each check found. */
async function measured(
  server: readonly string[],
  run: readonly string[],
): Promise<Map<string, CheckResult>> {
  const simulator = await simulate(server)
  servers.push(simulator)
  return judged(simulator, run)
}

async function judged(
  simulator: SimulatorServer,
  args: readonly string[],
): Promise<Map<string, CheckResult>> {
  const run = space.run()
  const { stderr } = await tare(['run', simulator.url, ...args, '--out', run])
  expect(stderr).not.toContain('error')
  return new Map(readSummary(run).verdict.checks.map((check) => [check.id, check]))
}

const faulty = ['--requests', '60', '--concurrency', '8', '--input-tokens', '100', '--output-tokens', '12']

test('a server that does its work passes', async () => {
  const found = await measured([], [...faulty, '--warmup', '500ms', '--ignore-eos'])
  for (const id of ['output-length', 'token-count', 'finish-reasons', 'early-end']) {
    expect(found.get(id), id).toMatchObject({ status: 'ok' })
  }
  for (const id of ['same-reply', 'cache-hits'])
    expect(found.get(id)!.status, id).toBeOneOf(['ok', 'not_applicable'])
})

describe('a server that doesn’t', () => {
  test.each([
    ['output-length', 'invalid', 'short_reply=50'],
    ['output-length', 'suspect', 'short_reply=50:0.1'],
    ['output-length', 'invalid', 'usage_factor=200'],
    ['token-count', 'suspect', 'tokens_per_event=4'],
    ['token-count', 'suspect', 'no_usage:0.3'],
    ['token-count', 'suspect', 'usage_factor=50'],
    ['cache-hits', 'suspect', 'cached_tokens=90'],
    ['same-reply', 'invalid', 'same_reply'],
    ['early-end', 'invalid', 'empty_reply:0.5'],
  ])('%s is %s: %s', async (id, status, fault) => {
    const found = await measured(['--fault', fault], [...faulty, '--ignore-eos'])
    expect(found.get(id)).toMatchObject({ status })
  })

  test('cache-hits: the second run with a seed finds the prompts of the first', async () => {
    const simulator = await simulate()
    servers.push(simulator)
    const args = [...faulty, '--ignore-eos', '--seed', '5']
    expect((await judged(simulator, args)).get('cache-hits')!.status).not.toBe('suspect')
    expect((await judged(simulator, args)).get('cache-hits')).toMatchObject({ status: 'suspect' })
  })
})

test('overload: a station that gets twice what it can serve has a throughput, and no latency', async () => {
  const found = await measured(
    ['--station', 'exponential(4ms)'],
    ['--rate', '500', '--warmup', '0s', '--duration', '3s', '--output-tokens', '2'],
  )
  const overload = found.get('overload')!
  expect(overload.status).toBe('invalid')
  expect(overload.affects).toContain('e2e')
  expect(overload.affects).not.toContain('requests_per_s')
})

test('duration: two replies’ length is too short', async () => {
  const found = await measured(
    ['--station', 'deterministic(400ms)', '--servers', '64'],
    ['--rate', '20', '--warmup', '0s', '--duration', '1s', '--output-tokens', '4'],
  )
  expect(found.get('duration')).toMatchObject({ status: 'suspect' })
})

import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Summary } from '../../src/metrics/summary.ts'
import { expectSchema } from '../support/schema.ts'
import {
  type ExportedRecord,
  exportRecords,
  finished,
  readSummary,
  type SimulatorServer,
  scratch,
  simulate,
  startTare,
  tare,
  underWay,
} from '../support/tare.ts'

const space = scratch()
const serviceNs = 20e6
let station: SimulatorServer

beforeAll(async () => {
  station = await simulate(['--station', 'deterministic(20ms)', '--servers', '4'])
})

afterAll(async () => {
  await station.stop()
  space.remove()
})

/** The records of each query, in the order of the queries; each query's in the order of their ends. */
async function queriesOf(run: string): Promise<ExportedRecord[][]> {
  const queries = new Map<number, ExportedRecord[]>()
  for (const record of await exportRecords(run)) {
    const query = Number(record.query)
    queries.set(query, [...(queries.get(query) ?? []), record])
  }
  return [...queries].sort(([a], [b]) => a - b).map(([, records]) => records.sort(by('last_token_ns')))
}

const by = (name: string) => (a: ExportedRecord, b: ExportedRecord) => Number(a[name]) - Number(b[name])

/** From the first send to the last reply. */
function latencyMs(query: readonly ExportedRecord[]): number {
  const sentNs = Math.min(...query.map(({ sent_ns }) => Number(sent_ns)))
  return (Number(query.at(-1)!.last_token_ns) - sentNs) / 1e6
}

function invalidChecks({ verdict }: Summary): readonly string[] {
  return verdict.checks.filter(({ status }) => status === 'invalid').map(({ id }) => id)
}

test.each([
  [4, 1, 100],
  [8, 2, 60],
])('a query of %d on 4 servers takes %d services, and the next begins when it is over', async (...given) => {
  const [size, services, count] = given
  const run = space.run()
  const load = ['--query-size', String(size), '--requests', String(count * size), '--output-tokens', '1']
  const { status, stdout } = await tare(['run', station.url, ...load, '--out', run])
  expect(status).toBeOneOf(finished)
  expect(stdout).toContain(`closed loop, 1 query of ${size} at a time`)
  expect(stdout).toMatch(new RegExp(`^[ !?]{2}query of ${size} +ms +${count} `, 'm'))
  const summary = readSummary(run)
  expectSchema('summary', summary)
  const found = summary.queries!
  expect(found).toMatchObject({ size, n: count, ok: count, failed: 0, incomplete: 0 })
  const queries = await queriesOf(run)
  for (const [at, query] of queries.entries()) {
    expect(query).toHaveLength(size)
    expect(latencyMs(query) * 1e6).toBeGreaterThanOrEqual(services * serviceNs)
    if (at === 0) continue
    const before = Math.max(...queries[at - 1]!.map(({ end_ns }) => Number(end_ns)))
    expect(new Set(query.map(({ planned_ns }) => planned_ns))).toEqual(new Set([before]))
  }
  const latencies = queries.map(latencyMs)
  const mean = latencies.reduce((sum, ms) => sum + ms, 0) / count
  expect([found.latency_ms.min, found.latency_ms.max]).toEqual([
    Math.min(...latencies),
    Math.max(...latencies),
  ])
  if (found.latency_ms.mean !== null) expect(found.latency_ms.mean).toBeCloseTo(mean, 6)
  expect(summary.load.in_flight_max).toBe(size)
  expect(invalidChecks(summary)).not.toContain('little-law')
  expect(invalidChecks(summary)).not.toContain('conservation')
})

test('over several workers each query has one, and the report makes the same of the records alone', async () => {
  const run = space.run()
  const load = ['--stage', '1s concurrency=3 query=4', '--warmup', '200ms', '--workers', '2']
  const objectives = ['--objective', 'query.p90 < 10s', '--objective', 'query.max < 1ms']
  const args = [...load, ...objectives, '--output-tokens', '1', '--out', run]
  expect((await tare(['run', station.url, ...args])).status).toBeOneOf(finished)
  const summary = readSummary(run)
  expect(summary.queries!.n).toBe(summary.load.sent / 4)
  for (const query of await queriesOf(run)) {
    expect(query).toHaveLength(4)
    expect(new Set(query.map(({ worker }) => worker)).size).toBe(1)
  }
  expect(summary.objectives).toMatchObject([{ metric: 'query' }, { status: 'missed', beyond: { share: 1 } }])
  expect(invalidChecks(summary)).not.toContain('conservation')
  const again = JSON.parse((await tare(['report', run, '--format', 'json'])).stdout) as Summary
  expect([again.queries, again.objectives]).toEqual([summary.queries, summary.objectives])
})

test('plan.yaml says it all, and runs again', async () => {
  const run = space.run()
  const load = ['--query-size', '3', '--concurrency', '2', '--requests', '18', '--seed', '5']
  await tare(['run', station.url, ...load, '--output-tokens', '1', '--out', run])
  expect(readFileSync(join(run, 'plan.yaml'), 'utf8')).toContain('\n      query_size: 3\n')
  const plan = join(space.folder, 'again.yaml')
  copyFileSync(join(run, 'plan.yaml'), plan)
  const again = space.run()
  expect((await tare(['run', plan, '--out', again])).status).toBeOneOf(finished)
  const identity = (query: readonly ExportedRecord[]): unknown[] =>
    query.toSorted(by('index')).map(({ index, query, prompt_hash }) => [index, query, prompt_hash])
  expect((await queriesOf(again)).map(identity)).toEqual((await queriesOf(run)).map(identity))
})

test('a request that fails or never ends fails its query and no other', async () => {
  const server = await simulate(['--fault', 'never_ends:0.1'])
  const run = space.run()
  const load = ['--query-size', '4', '--requests', '40', '--timeout', '300ms', '--output-tokens', '2']
  const given = ['run', server.url, '--model', 'tare-simulator', '--no-preflight', ...load, '--out', run]
  expect((await tare(given)).status).toBeOneOf(finished)
  await server.stop()
  const { queries, load: counts } = readSummary(run)
  const failed = (await queriesOf(run)).filter((query) => query.some(({ status }) => status !== 'ok'))
  expect(counts.sent).toBe(40)
  expect(queries).toMatchObject({ n: 10, failed: failed.length, ok: 10 - failed.length, incomplete: 0 })
})

test('Ctrl-C lets the queries under way end, and begins no other', async () => {
  const run = space.run()
  const load = ['--query-size', '8', '--duration', '60s', '--warmup', '0s', '--output-tokens', '1']
  const running = startTare(['run', station.url, ...load, '--out', run])
  await underWay(run, running)
  running.child.kill('SIGINT')
  expect((await running.result).status).toBe(130)
  const { state, queries, load: counts } = readSummary(run)
  expect(state).toBe('interrupted')
  expect(queries!.n).toBeGreaterThan(0)
  expect(queries).toMatchObject({ ok: counts.sent / 8, failed: 0, incomplete: 0 })
})

test('in an open loop it is an error with its place', async () => {
  const { status, stderr } = await tare(['run', station.url, '--rate', '5', '--query-size', '8'])
  expect(status).toBe(2)
  expect(stderr).toContain("--query-size doesn't go with --rate")
})

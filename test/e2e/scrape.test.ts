import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ServerFigures } from '../../src/metrics/server/server-summary.ts'
import {
  finished,
  readSummary,
  type SimulatorServer,
  scratch,
  simulate,
  startTare,
  tare,
  underWay,
} from '../support/tare.ts'

/*
 * Runs that ask the server for its own figures too. What must agree on both sides of the wire does so by counts, not by times:
 * this machine may be busy.
 */
const space = scratch()
const load = '--concurrency 4 --warmup 500ms --duration 500ms --input-tokens 40 --output-tokens 20'.split(' ')
let simulator: SimulatorServer
let basePlan: string
let plans = 0

beforeAll(async () => {
  simulator = await simulate()
  const run = space.run()
  await tare(['run', simulator.url, ...load, '--no-preflight', '--out', run])
  basePlan = readFileSync(join(run, 'plan.yaml'), 'utf8')
}, 60_000)

afterAll(async () => {
  await simulator.stop()
  space.remove()
})

/** A plan that scrapes this URL. */
function planScraping(url: string, duration = '2s'): string {
  const plan = join(space.folder, `plan-${plans++}.yaml`)
  const text = basePlan
    .replace(/duration: \S+/, `duration: ${duration}`)
    .replace('scrape: null', `scrape: { url: "${url}", interval: 100ms }`)
  if (!text.includes(url)) throw new Error('the plan has no place for scrape')
  writeFileSync(plan, text)
  return plan
}

function serverOf(run: string): ServerFigures {
  const { server } = readSummary(run)
  if (server === null) throw new Error('the summary has no server')
  return server
}

test('the simulator’s own figures stand beside the client’s, and agree with them', async () => {
  const run = space.run()
  const { status, stdout, stderr } = await tare([
    'run',
    planScraping(`${simulator.url}/metrics`),
    '--out',
    run,
  ])
  expect(status, stderr).toBeOneOf(finished)
  expect(readdirSync(run)).toContain('server-samples.parquet')
  const summary = readSummary(run)
  const server = serverOf(run)
  expect(server).toMatchObject({ source: 'vllm', scrapes: { failed: 0, window_covered: 1 } })
  expect(server.scrapes.answered).toBeGreaterThan(10)
  // All four slots are always taken: the server knows of them all but while they are on the wire.
  expect(server.little?.client_in_flight).toBeGreaterThan(3)
  expect(server.little?.server_in_flight).toBeLessThanOrEqual(4)
  const ratio = server.tokens.output_per_s! / summary.throughput.output_tokens_per_s!
  expect(ratio).toBeGreaterThan(0.8)
  expect(ratio).toBeLessThan(1.25)
  expect(server.latency_ms.ttft?.mean).toBeGreaterThan(0)
  const { client, gap, network, instrument, unseen } = server.gap!
  expect(client - server.latency_ms.ttft!.mean!).toBeCloseTo(gap, 9)
  expect((network ?? 0) + (instrument ?? 0) + unseen).toBeCloseTo(gap, 9)
  expect(stdout).toContain('SERVER')
  const schema = JSON.parse(
    readFileSync(new URL('../../schema/summary.schema.json', import.meta.url), 'utf8'),
  )
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)
  expect(validate(summary), JSON.stringify(validate.errors)).toBe(true)

  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(join(run, 'server-samples.parquet')),
  })
  expect(rows.filter(({ name }) => name === 'tare_scrape_answered')).toHaveLength(server.scrapes.answered)
  expect(rows.length).toBeLessThan(server.scrapes.answered * server.scrapes.series)

  // A report made later reads the same out of the files.
  const report = await tare(['report', run, '--format', 'json'])
  expect((JSON.parse(report.stdout) as { server: ServerFigures }).server).toEqual(server)
})

test('an endpoint that isn’t there is noted, and the run is none the worse', async () => {
  const run = space.run()
  const { status, stdout } = await tare(['run', planScraping(`${simulator.url}/nothing`), '--out', run])
  expect(status).toBeOneOf(finished)
  const server = serverOf(run)
  expect(server).toMatchObject({ source: 'unknown', scrapes: { answered: 0 }, gap: null, little: null })
  expect(server.notes).toEqual([`${server.scrapes.failed} scrapes failed: HTTP 404`])
  expect(stdout).toContain('scrapes failed: HTTP 404')
  expect(readFileSync(join(run, 'log.ndjson'), 'utf8')).toContain('"failure":"HTTP 404"')
})

test('one that hangs, breaks, restarts and turns into a page is noted too', async () => {
  let count = 0
  const answers: ((response: ServerResponse) => void)[] = [
    (response) => response.end('# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total 1000\n'),
    (response) => response.destroy(),
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    (response) =>
      response.end('# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total 5\nvllm:new 1\n'),
    (response) => response.writeHead(200).write('vllm:prompt_to'),
  ]
  const server = createServer((_, response) => answers[Math.min(count++, answers.length - 1)]!(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const run = space.run()
  const plan = planScraping(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)
  const { status } = await tare(['run', plan, '--out', run])
  server.closeAllConnections()
  server.close()
  expect(status).toBeOneOf(finished)
  const { notes } = serverOf(run)
  expect(notes).toContainEqual(expect.stringContaining("answers with text/html, not with Prometheus' text"))
  expect(notes).toContainEqual(expect.stringContaining('no whole answer in time'))
  expect(notes).toContainEqual('counters began again at 1 scrape: the server was restarted')
  expect(readSummary(run).load.failed).toBe(0)
})

test('a run that is killed keeps what had been scraped', async () => {
  const run = space.run()
  const running = startTare(['run', planScraping(`${simulator.url}/metrics`, '20s'), '--out', run])
  await underWay(run, running)
  running.child.kill('SIGKILL')
  await running.result
  const { status, stderr } = await tare(['recover', run])
  expect(status, stderr).toBeOneOf(finished)
  expect(serverOf(run).scrapes.answered).toBeGreaterThan(1)
})

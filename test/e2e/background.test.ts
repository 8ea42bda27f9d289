import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { expectSchema } from '../support/schema.ts'
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

const space = scratch()
const servers: SimulatorServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})
afterAll(() => space.remove())

async function station(service = '20ms'): Promise<SimulatorServer> {
  const server = await simulate(['--station', `deterministic(${service})`])
  servers.push(server)
  return server
}

let plans = 0
function planFile(sections: Readonly<Record<string, unknown>>): string {
  const path = join(space.folder, `plan-${plans++}.yaml`)
  const whole = {
    workload: { input_tokens: 8, output_tokens: 1 },
    load: { concurrency: 1, warmup: '300ms', duration: '2s' },
    client: { workers: 1 },
    ...sections,
  }
  const lines = Object.entries(whole).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

/** Ids of the workers that a run's log says it started. */
function workersOf(run: string): readonly number[] {
  return readFileSync(join(run, 'log.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { workers?: number[] }).workers ?? [])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const statusOf = (run: string): string | undefined =>
  readSummary(run).verdict.checks.find(({ id }) => id === 'background')?.status

describe('a background', () => {
  test('of one slot at a station of one server doubles what one slot waits; the plan of the run makes it again', async () => {
    const { url } = await station('50ms')
    const plan = planFile({
      target: { url },
      matrix: { axes: { 'background.load.concurrency': [0, 1, 3] }, order: 'fixed' },
    })
    const folder = space.run()
    const swept = await tare(['sweep', plan, '--out', folder])
    expect(swept.status, swept.stderr).toBeOneOf(finished)
    const rows = readFileSync(join(folder, 'cells.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number | string | null>)
    // The slots of both loads take turns: each waits for all.
    const sent = rows.map((row) => Number(row.sent))
    const slower = sent.map((count) => Math.round(sent[0]! / count))
    // Where the machine is busy the clients are late, and the station waits for them now and then.
    expect(slower).toEqual([1, 2, expect.toBeOneOf([3, 4])])
    expect(rows.map((row) => row.background_in_flight_mean)).toEqual([
      null,
      expect.closeTo(1, 0),
      expect.closeTo(3, 0),
    ])
    const cell = join(folder, String(rows[1]!.folder))
    const { background } = readSummary(cell)
    expect(background).toMatchObject({
      load: { model: 'closed', concurrency: 1 },
      covered_share: 1,
      failed: 0,
    })
    expect(background!.completed).toBeGreaterThan(10)
    expect([statusOf(cell), statusOf(join(folder, String(rows[0]!.folder)))]).toEqual([
      'ok',
      'not_applicable',
    ])
    expectSchema('summary', readSummary(cell))
    expect((await tare(['report', cell, '--format', 'json'])).stdout).toContain('"covered_share": 1')

    const again = space.run()
    const rerun = await tare(['run', join(cell, 'plan.yaml'), '--out', again])
    expect(rerun.status, rerun.stderr).toBeOneOf(finished)
    expect(rerun.stdout).toMatch(/background +\S+ · closed loop, 1 at a time/)
    expect(readSummary(again).background!.covered_share).toBe(1)
    expect(readSummary(join(again, 'background')).load.ok).toBeGreaterThan(10)
  }, 60_000)

  test('without any URL is at the embedded simulator, in open loop', async () => {
    const run = space.run()
    const plan = planFile({ background: { load: { rate: 50, arrival: 'constant' } } })
    const { status, stderr } = await tare(['run', plan, '--simulator', 'fast', '--out', run])
    expect(status, stderr).toBeOneOf(finished)
    const { background } = readSummary(run)
    expect(background).toMatchObject({
      target: { url: null },
      load: { model: 'open', concurrency: null, requested_rate_per_s: 50 },
    })
    expect(background!.sent).toBeOneOf([99, 100, 101])
  })

  test('that dies in the middle makes the run INVALID, and leaves it the rest', async () => {
    const { url } = await station()
    const run = space.run()
    const plan = planFile({
      target: { url },
      load: { concurrency: 1, warmup: '0s', duration: '4s' },
      background: { load: { concurrency: 1 } },
    })
    const running = startTare(['run', plan, '--out', run])
    await underWay(run, running)
    process.kill(workersOf(join(run, 'background'))[0]!, 'SIGKILL')
    const { status, stdout } = await running.result
    expect(status).toBe(3)
    expect(stdout).toMatch(/! background: the background ran through [\d.]+ % of the measured\s+window only/)
    expect(readSummary(run).state).toBe('complete')
    expect(statusOf(run)).toBe('invalid')
    expect(readSummary(run).background!.covered_share).toBeLessThan(0.9)
  })

  test('whose requests fail is said to have failed', async () => {
    const { url } = await station()
    const failing = await simulate(['--fault', 'http_error:0.3'])
    servers.push(failing)
    const run = space.run()
    const plan = planFile({
      target: { url },
      client: { preflight: false },
      background: { target: { url: failing.url }, load: { rate: 100 } },
    })
    const { status, stderr } = await tare(['run', plan, '--out', run])
    expect(status, stderr).toBe(3)
    expect(statusOf(run)).toBe('invalid')
    expect(readSummary(run).background!.failed).toBeGreaterThan(0)
  })

  test('that never answers fails the run, before anything is measured', async () => {
    const { url } = await station()
    const silent = createServer((_, response) => response.writeHead(500).end()).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const deaf = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const run = space.run()
    const plan = planFile({
      target: { url },
      client: { preflight: false },
      background: { target: { url: deaf, model: 'm' }, load: { concurrency: 2 } },
    })
    const { status, stderr } = await tare(['run', plan, '--out', run])
    silent.closeAllConnections()
    silent.close()
    expect(status).not.toBeOneOf(finished)
    expect(stderr).toMatch(/error: the background: the first \d+ requests all failed/)
    expect(stderr).toContain(`tare report ${join(run, 'background')}`)
    expect(existsSync(join(run, 'summary.json'))).toBe(false)
    expect((await tare(['report', join(run, 'background')])).stdout).toContain('500')
  })

  test('is refused where it can’t have a core of its own, and where its model isn’t there', async () => {
    const { url } = await station()
    const run = space.run()
    const pinned = planFile({
      target: { url },
      client: { pin: true, workers: 1 },
      background: { load: { rate: 300, max_concurrency: 256 }, workers: 256 },
    })
    const crowded = await tare(['run', pinned, '--out', run])
    expect([crowded.status, crowded.stderr]).toEqual([
      2,
      expect.stringContaining('client.pin needs a core for each'),
    ])
    const unknown = planFile({
      target: { url },
      background: { target: { model: 'none' }, load: { rate: 3 } },
    })
    const refused = await tare(['run', unknown, '--out', run])
    expect(refused.status).not.toBe(0)
    expect(refused.stderr).toMatch(/the background: .*doesn't know the model none/)
    expect(existsSync(run)).toBe(false)
  })
})

describe('Ctrl-C', () => {
  test('drains both and leaves no process; of what was killed both are recovered', async () => {
    const { url } = await station()
    const plan = planFile({
      target: { url },
      load: { concurrency: 1, warmup: '0s', duration: '60s' },
      background: { load: { concurrency: 2 } },
    })
    const drained = space.run()
    const running = startTare(['run', plan, '--out', drained], { ownGroup: true })
    await underWay(drained, running)
    const pids = [...workersOf(drained), ...workersOf(join(drained, 'background'))]
    expect(pids).toHaveLength(2)
    process.kill(-running.child.pid!, 'SIGINT')
    expect((await running.result).status).toBe(130)
    expect(pids.filter(isAlive)).toEqual([])
    expect(readSummary(drained).background).toMatchObject({ covered_share: 1, failed: 0 })

    const killed = space.run()
    const doomed = startTare(['run', plan, '--out', killed])
    await underWay(killed, doomed)
    doomed.child.kill('SIGKILL')
    await doomed.result
    const recovered = await tare(['recover', killed])
    expect(recovered.status, recovered.stderr).toBeOneOf(finished)
    expect(readSummary(killed).background!.completed).toBeGreaterThan(5)
    expect(readSummary(killed).background!.covered_share).toBeGreaterThan(0.5)
  }, 60_000)

  test('while the background is waited for ends it at once, without a run', async () => {
    const { url } = await station()
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const asked = new Promise((resolve) => silent.once('request', resolve))
    const deaf = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const run = space.run()
    const plan = planFile({
      target: { url },
      client: { preflight: false },
      background: { target: { url: deaf, model: 'm' }, load: { concurrency: 1 } },
    })
    const running = startTare(['run', plan, '--out', run])
    await asked
    const pids = workersOf(join(run, 'background'))
    running.child.kill('SIGINT')
    const { status, stderr } = await running.result
    silent.closeAllConnections()
    silent.close()
    expect([status, stderr]).toEqual([130, 'error: interrupted before anything was measured\n'])
    expect(existsSync(run)).toBe(false)
    expect(pids).toHaveLength(1)
    expect(pids.filter(isAlive)).toEqual([])
  })
})

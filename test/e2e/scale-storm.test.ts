import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { expectSchema } from '../support/schema.ts'
import { finished, readSummary, scratch, startTare, tare, underWay } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

interface ClassicServer {
  readonly child: ChildProcess
  readonly url: string
  readonly management: string
}

/** A dynamic-batching server in a process of its own, with the model `bench` and one worker that serves a request in 20 ms. */
async function classic(args: readonly string[] = []): Promise<ClassicServer> {
  const free = ['--port', '0', '--management-port', '0', '--metrics-port', '0']
  const model = [
    '--model',
    'bench',
    '--workers',
    '1',
    '--batch-delay',
    '0',
    '--batch-law',
    'deterministic(20ms)',
  ]
  const { child } = startTare([
    'simulate',
    '--classic',
    ...free,
    ...model,
    '--worker-start',
    '150ms',
    ...args,
  ])
  onTestFinished(() => void child.kill())
  let text = ''
  return new Promise((resolve) => {
    child.stdout!.on('data', (part: string) => {
      text += part
      const url = /inference on (\S+)/.exec(text)?.[1]
      const management = /management on (\S+)/.exec(text)?.[1]
      if (url !== undefined && management !== undefined) resolve({ child, url, management })
    })
  })
}

const body = `${space.folder}/body`
writeFileSync(body, 'x')

function planFile({ url, management }: ClassicServer, sections: Readonly<Record<string, unknown>>): string {
  const path = `${space.run()}.yaml`
  const whole = {
    target: { url, api: 'torchserve', model: 'bench' },
    workload: { body },
    load: { concurrency: 8, warmup: '300ms', duration: '5s' },
    client: { workers: 1 },
    ...sections,
    server: {
      kind: 'torchserve',
      management_url: management,
      max_batch_delay_ms: 0,
      ...(sections.server as object),
    },
  }
  const lines = Object.entries(whole).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

/** What the server says of its model. */
async function workers({ management }: ClassicServer): Promise<unknown> {
  const [model] = (await (await fetch(`${management}/models/bench`)).json()) as Record<string, unknown>[]
  return [model!.minWorkers, model!.maxWorkers, (model!.workers as readonly unknown[]).length]
}

function changesOf(run: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(join(run, 'scale-changes.ndjson'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

const fiveTimes = { server: { scale_storm: { workers: [4, 1], every: '700ms' } } }

describe('a scale storm', () => {
  test('changes the workers under load again and again, says what that broke, and puts the server back', async () => {
    const server = await classic()
    const run = space.run()
    const { status, stdout, stderr } = await tare(['run', planFile(server, fiveTimes), '--out', run])
    expect(status, stderr).toBeOneOf(finished)
    expect(await workers(server)).toEqual([1, 1, 1])

    const changes = changesOf(run)
    for (const change of changes) expectSchema('scale-change', change)
    expect(changes.map((change) => change.workers)).toEqual([1, 4, 1, 4, 1, 4, 1].slice(0, changes.length))
    const settled = changes.filter((change) => change.outcome === 'settled')
    expect(settled.length).toBeGreaterThanOrEqual(4)
    for (const change of settled) {
      expect(change.read_workers).toBe(change.workers)
      const times = ['due_ns', 'asked_ns', 'answered_ns', 'ended_ns'].map((name) => Number(change[name]))
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      // A worker of this server takes so long to start.
      if (change.workers === 4) expect(times[3]! - times[1]!).toBeGreaterThan(140e6)
    }

    const summary = readSummary(run)
    expectSchema('summary', summary)
    const storm = summary.scale_storm!
    expect(storm).toMatchObject({
      every_s: 0.7,
      workers: [4, 1],
      settled: settled.length,
      failed: 0,
      errors: [],
    })
    const { changing, otherwise } = storm
    // The requests of a worker that is taken away fail, and then the change is on.
    expect(changing.failed).toBeGreaterThan(0)
    expect(changing.error_rate!).toBeGreaterThan(otherwise.error_rate!)
    expect(changing.failed + otherwise.failed).toBeLessThanOrEqual(summary.load.failed)
    const rate = (workersThen: number): number => {
      const some = otherwise.by_workers.find((row) => row.workers === workersThen)!
      return some.ended / some.time_s
    }
    expect(rate(4) / rate(1)).toBeGreaterThan(2)

    expect(stdout).toMatch(/SCALE STORM\n +changes +4, 1 workers in turn, every 700 ms · \d changes/)
    expect(stdout).not.toContain('! trend')
    const reported = await tare(['report', run, '--format', 'json'])
    expect((JSON.parse(reported.stdout) as typeof summary).scale_storm).toEqual(storm)
  }, 60_000)

  test('goes on after changes that fail, and says what they failed of', async () => {
    const server = await classic(['--fault', 'ignores=workers'])
    const run = space.run()
    // It has one worker whatever it is asked for, which is what it begins with.
    const stubborn = { server: { scale_storm: { workers: [1, 4], every: '700ms' } } }
    const { status, stdout, stderr } = await tare(['run', planFile(server, stubborn), '--out', run])
    expect(status, stderr).toBeOneOf(finished)
    const storm = readSummary(run).scale_storm!
    expect([storm.settled, storm.failed]).toEqual([0, storm.changes])
    expect(storm.changes).toBeGreaterThanOrEqual(4)
    expect(storm.errors[0]!.message).toContain('min_workers: 4 asked for, 1 read')
    expect(stdout).toMatch(/! \d changes failed: bench 1\.0 on TorchServe/)
    expect(stdout).toContain('! No change was settled')
  }, 60_000)

  test('is an axis of a sweep: beside none', async () => {
    const server = await classic()
    const folder = space.run()
    const plan = planFile(server, {
      load: { concurrency: 4, warmup: '0s', duration: '2s' },
      server: { scale_storm: { workers: [2, 1], every: '500ms' } },
      matrix: { axes: { 'server.scale_storm.every': ['0s', '500ms'] }, order: 'fixed' },
    })
    const { status, stderr } = await tare(['sweep', plan, '--out', folder])
    expect(status, stderr).toBeOneOf(finished)
    const rows = readFileSync(join(folder, 'cells.ndjson'), 'utf8').trim().split('\n')
    const runs = rows.map((row) => join(folder, String((JSON.parse(row) as { folder: string }).folder)))
    expect(runs.map((run) => existsSync(join(run, 'scale-changes.ndjson')))).toEqual([false, true])
    expect(runs.map((run) => readSummary(run).scale_storm?.workers)).toEqual([undefined, [2, 1]])
    expect(await workers(server)).toEqual([1, 1, 1])
  }, 60_000)

  test('is ended by Ctrl-C, and the server put back, though a change goes on', async () => {
    const server = await classic(['--worker-start', '4s'])
    const run = space.run()
    const plan = planFile(server, {
      load: { concurrency: 4, warmup: '0s', duration: '60s' },
      server: { scale_storm: { workers: [1, 3], every: '300ms' } },
    })
    const running = startTare(['run', plan, '--out', run])
    await underWay(run, running)
    running.child.kill('SIGINT')
    expect((await running.result).status).toBe(130)
    expect(await workers(server)).toEqual([1, 1, 1])
    expect(changesOf(run)).toMatchObject([{ workers: 3, outcome: 'unfinished', error: null }])
    expect(readSummary(run)).toMatchObject({
      state: 'interrupted',
      scale_storm: { changes: 1, unfinished: 1 },
    })
  }, 60_000)

  test('of a run that was killed is recovered, and the server put back by the next', async () => {
    const server = await classic()
    const run = space.run()
    const env = { XDG_STATE_HOME: space.run() }
    const plan = planFile(server, {
      load: { concurrency: 4, warmup: '0s', duration: '60s' },
      server: { scale_storm: { workers: [2, 3], every: '200ms' } },
    })
    const running = startTare(['run', plan, '--out', run], { env })
    await underWay(run, running)
    running.child.kill('SIGKILL')
    await running.result
    expect(await workers(server)).not.toEqual([1, 1, 1])
    const recovered = await tare(['recover', run])
    expect(recovered.status, recovered.stderr).toBeOneOf(finished)
    expect(readSummary(run).scale_storm!.changes).toBeGreaterThan(0)
    const short = planFile(server, { load: { concurrency: 1, duration: '200ms', warmup: '0s' } })
    const next = await tare(['run', short, '--out', space.run()], { env })
    expect(next.stderr).toContain('it was put back as it had been found')
    expect(await workers(server)).toEqual([1, 1, 1])
  }, 60_000)
})

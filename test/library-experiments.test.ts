import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as Source from '../src/index.ts'
import { expectSchema } from './support/schema.ts'
import { scratch } from './support/tare.ts'

/** The built library: what `import … from 'tare'` gives. */
const library = (await import(new URL('../dist/index.js', import.meta.url).href)) as typeof Source
const { capacityResult, definePlan, importTorchServe, planFromFlags, planOfAuthored, surroundings } = library
const { resumeCapacity, resumeSweep, runCapacity, runPlan, runSweep, sweepResult } = library

const space = scratch()
let simulator: Source.RunningClassicSimulator

beforeAll(async () => {
  simulator = await library.startClassicSimulator({ workerStartMs: 20 })
})
afterAll(async () => {
  await simulator.close()
  space.remove()
})

async function models(): Promise<readonly string[]> {
  const answer = await fetch(`${simulator.managementUrl}/models`)
  return ((await answer.json()) as { models: { modelName: string }[] }).models.map((each) => each.modelName)
}

const managed = (content: Source.PlanFileContent): Source.AuthoredPlan =>
  definePlan({
    target: { url: simulator.inferenceUrl, api: 'torchserve', model: 'bench' },
    server: {
      kind: 'torchserve',
      management_url: simulator.managementUrl,
      model_url: 'bench.mar',
      batch_size: 4,
    },
    load: { concurrency: 1, duration: '300ms', warmup: '0s' },
    client: { workers: 1 },
    ...content,
    output: { dir: space.run() },
  })

describe('runPlan', () => {
  it('brings a server under management to its settings, and puts it back', async () => {
    const { settings, summary } = await runPlan(planOfAuthored(managed({}), surroundings()))
    expect([settings.batch_size, summary.state]).toEqual([4, 'complete'])
    expect(await models()).not.toContain('bench')
  })
})

describe('runSweep', () => {
  it('says how it comes along, stops when told to, and goes on where it was', async () => {
    const stop = new AbortController()
    const seen: unknown[] = []
    const progress: Source.SweepProgress = {
      cellBegins: ({ id }, { done, runs }) => seen.push([id, done, runs]),
      cellEnded: ({ cell, status }) => {
        seen.push([cell, status])
        stop.abort()
      },
    }
    const plan = managed({ matrix: { axes: { 'load.concurrency': [1, 2, 4] }, order: 'fixed' } })
    const cut = await runSweep(plan, { progress, stop: stop.signal })
    expect([cut.state, cut.rows.length]).toEqual(['interrupted', 1])
    expect(seen).toEqual([
      ['concurrency=1', 0, 3],
      ['concurrency=1', 'measured'],
    ])
    expect(await models()).not.toContain('bench')

    const whole = await resumeSweep(cut.folder.path)
    expect([whole.state, whole.rows.length]).toEqual(['complete', 3])
    expect(whole.rows[0]).toEqual(cut.rows[0])
    expect(whole.rows.map((row) => row['server.batch_size'])).toEqual([4, 4, 4])
    expect(readdirSync(whole.folder.runs)).toHaveLength(3)
    for (const file of [whole.folder.cells, whole.folder.csv, whole.folder.markdown])
      expect(existsSync(file), file).toBe(true)
    expect(library.readSweepRows(whole.folder.path)).toEqual(whole.rows)
    const result = sweepResult(whole.folder.path, whole.rows)
    expectSchema('sweep-result', result)
    for (const { report } of result.scaling) expectSchema('scaling', report)
  })

  it('ends at once when it is aborted, and by a run that fails when it is to', async () => {
    const abort = new AbortController()
    const openRun = () => ({ update: () => abort.abort(), finish: () => {} })
    const long = managed({ load: { concurrency: 1, duration: '1h' }, repeat: 2 })
    const cut = await runSweep(long, { progress: { openRun }, abort: abort.signal })
    expect([cut.state, cut.rows.length]).toEqual(['interrupted', 0])

    const closed = definePlan({
      target: { url: 'http://127.0.0.1:1' },
      repeat: 2,
      output: { dir: space.run() },
    })
    const { state, rows } = await runSweep(closed, { stopOnFailure: true })
    expect([state, rows.map(({ status }) => status)]).toEqual(['stopped', ['failed']])
    expectSchema('sweep-result', sweepResult('', rows))
  })

  it('keeps what was measured, and puts the server back, when who is told throws', async () => {
    const plan = managed({ repeat: 2 })
    const cellEnded = (): never => {
      throw new Error('enough')
    }
    await expect(runSweep(plan, { progress: { cellEnded } })).rejects.toThrow('enough')
    const dir = String((plan.content.output as { dir: string }).dir)
    expect(library.readSweepRows(dir)).toHaveLength(1)
    expect(existsSync(join(dir, 'cells.parquet'))).toBe(true)
    expect(await models()).not.toContain('bench')
  })

  it('refuses what is no sweep before it makes a folder', async () => {
    const dir = space.run()
    await expect(runSweep(definePlan({ output: { dir } }))).rejects.toMatchObject({ code: 'usage' })
    expect(existsSync(dir)).toBe(false)
    await expect(resumeSweep(space.folder)).rejects.toMatchObject({ code: 'folder' })
  })
})

describe('runCapacity', () => {
  const flags = { api: 'torchserve', model: 'there', workers: '1', warmup: '0s', timeout: '2s' }
  const search = { floor: 40, ceiling: 80, shortestSeconds: 0.5, budgetSeconds: 20 }
  const planOf = (objective: readonly string[]): Source.Plan =>
    planFromFlags({ ...flags, url: simulator.inferenceUrl, objective, out: space.run() }, surroundings())

  beforeAll(async () => {
    await fetch(`${simulator.managementUrl}/models?url=there.mar&initial_workers=1&synchronous=true`, {
      method: 'POST',
    })
  })

  it('stops in the middle of a probe, goes on, and knows its answer again', async () => {
    const plan = planOf(['e2e.p50 < 1ms'])
    const stop = new AbortController()
    const openRun = () => ({ update: () => stop.abort(), finish: () => {} })
    const cut = await runCapacity(plan, { search, stop: stop.signal, progress: { openRun } })
    expect(cut.answer).toBeNull()
    expectSchema('capacity', capacityResult(cut.folder, cut))

    const whole = await resumeCapacity(cut.folder)
    expect(whole.answer).toMatchObject({ outcome: 'never holds', verified: null, refuted: 40 })
    const probes: unknown[] = []
    const again = await resumeCapacity(cut.folder, {
      progress: { probeBegins: (order) => probes.push(order) },
    })
    expect([again, probes]).toEqual([whole, []])
    const written: unknown = JSON.parse(readFileSync(join(cut.folder, 'answer.json'), 'utf8'))
    expect(written).toEqual(JSON.parse(JSON.stringify(capacityResult(cut.folder, whole))))
    expectSchema('capacity', written)
    expect(existsSync(join(cut.folder, 'answer.md'))).toBe(true)
  })

  it.each([
    [[], {}, '--objective'],
    [['e2e.p90 < 1s'], { search: { floor: 9, ceiling: 3 } }, 'floor'],
    [['e2e.p90 < 1s'], { deployment: { targetPerSecond: 100, headroom: 2 } }, 'headroom'],
    [['e2e.p90 < 1s'], { search: { axis: 'concurrency' }, deployment: { targetPerSecond: 100 } }, 'rate'],
  ] as const)('refuses objectives %j with %j before it makes a folder', async (objectives, options, hint) => {
    const plan = planOf(objectives)
    const refused = { code: 'usage', hint: expect.stringContaining(hint) }
    await expect(runCapacity(plan, options)).rejects.toMatchObject(refused)
    expect(existsSync(plan.output.dir)).toBe(false)
  })
})

describe('importTorchServe', () => {
  it('makes a plan that a sweep takes, and says what it ignored', () => {
    const text = `vgg16:
  eager_mode:
    benchmark_engine: ab
    url: https://torchserve.pytorch.org/mar_files/vgg16.mar
    workers: [4]
    batch_delay: 100
    batch_size: [1, 2]
    input: ./examples/kitten.jpg
    requests: 100
    concurrency: 10
    processors: [cpu]
`
    const { plan, notes } = importTorchServe(text, 'vgg16.yaml')
    const fixed = { ...plan, matrix: { ...plan.matrix, order: 'fixed' } } as const
    const sweep = library.expandPlan(definePlan(fixed), surroundings())
    expect(sweep.cells.map(({ axes }) => axes['server.batch_size'])).toEqual([1, 2, 1, 2, 1, 2])
    expect(notes.length).toBeGreaterThan(0)
  })
})

describe('docs/library.md', () => {
  const document = readFileSync(new URL('../docs/library.md', import.meta.url), 'utf8')

  it('has an example that runs as it stands', async () => {
    const [, program] = /```js\n([\s\S]*?)```/.exec(document)!
    const file = join(space.folder, 'example.mjs')
    writeFileSync(file, program!)
    writeFileSync(join(space.folder, 'package.json'), '{}')
    mkdirSync(join(space.folder, 'node_modules'))
    symlinkSync(fileURLToPath(new URL('../', import.meta.url)), join(space.folder, 'node_modules', 'tare'))
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: space.folder })
    // A machine too busy to believe any run has nothing to say of scaling.
    expect(stdout).toMatch(
      /^(concurrency=[124] (?:null|[\d.]+) \w+\n){6}(?:load\.concurrency: .+\n)?complete\n$/,
    )
  })

  it('names functions that there are', () => {
    const table = document.slice(document.indexOf('| command'))
    const names = Array.from(table.matchAll(/[`(]([a-z]\w+)\(/g), ([, name]) => name!)
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((name) => !(name in library))).toEqual([])
  })
})

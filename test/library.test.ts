import { fork } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type * as Source from '../src/index.ts'
import { scratch } from './support/tare.ts'

/** The built library: what `import … from 'tare'` gives. */
const entry = new URL('../dist/index.js', import.meta.url).href
const library = (await import(entry)) as typeof Source
const { createPacer, describeMetric, metricDefinitions, offeredLoad, planFromFlags, readPlanYaml } = library
const { readRecords, reportRun, runPlan, startSimulator, SummaryBuilder, TareError, writePlanYaml } = library

const space = scratch()
afterAll(() => space.remove())

const around = { cores: 2, platform: process.platform, now: new Date(), randomSeed: 7 }
const flags = { requests: '6', concurrency: '2', outputTokens: '4', inputTokens: '8', workers: '1' }

describe('the library', () => {
  it('exports no more and no less than it says', () => {
    expect(Object.keys(library).sort()).toEqual([
      'RequestTableBuilder',
      'SummaryBuilder',
      'TareError',
      'abResult',
      'addToHistory',
      'analyseCategories',
      'analyseScaling',
      'baselineRows',
      'bisectDocument',
      'capacityResult',
      'cellEstimate',
      'cellsOf',
      'checks',
      'compareGroups',
      'comparisonDefaults',
      'comparisonDocument',
      'createPacer',
      'decideGate',
      'definePlan',
      'describeMetric',
      'exitStatusFor',
      'expandPlan',
      'exportRecords',
      'gateAnnotations',
      'gateComment',
      'gateDocument',
      'gateJunit',
      'gateMarkdown',
      'hodgesLehmann',
      'hodgesLehmannShift',
      'importTorchServe',
      'isMissingReference',
      'isRefused',
      'judge',
      'mannWhitney',
      'metricDefinitions',
      'offeredLoad',
      'openProgress',
      'outcomeOf',
      'parseGate',
      'parseGates',
      'parseObjective',
      'parseSelector',
      'planFromFlags',
      'planOfAuthored',
      'planReplicas',
      'predictLatency',
      'readAuthoredPlan',
      'readBaseline',
      'readHistory',
      'readPlanYaml',
      'readRecords',
      'readRecordsMetadata',
      'readRunGroup',
      'readSweepRows',
      'recoverRun',
      'refusals',
      'reportRun',
      'resumeAb',
      'resumeCapacity',
      'resumeSweep',
      'runAb',
      'runBisect',
      'runCapacity',
      'runPlan',
      'runSweep',
      'scalingOfCells',
      'selectRows',
      'servingCost',
      'startClassicSimulator',
      'startSimulator',
      'surroundings',
      'sweepResult',
      'tareVersion',
      'trendDefaults',
      'trendOf',
      'trendResult',
      'trendSince',
      'withDeciles',
      'writePlanYaml',
    ])
  })

  it('runs a plan against a simulator, silently, and reads what it left', async () => {
    const simulator = await simulatorInChild()
    const out = space.run()
    const { folder, summary } = await runPlan(planFromFlags({ ...flags, url: simulator.url, out }, around))
    simulator.stop()
    expect([summary.state, summary.load.ok, summary.tokens.output.mean]).toEqual(['complete', 6, 4])

    const statuses: string[] = []
    const builder = new SummaryBuilder({ kind: 'requests' })
    for await (const record of readRecords(folder.records)) {
      statuses.push(record.status)
      builder.add(record)
    }
    expect(statuses).toEqual(Array(6).fill('ok'))
    expect(builder.needsSecondPass()).toBe(true)
    expect(await reportRun(out)).toEqual(summary)
  })

  it('throws what a person can mend as a TareError', async () => {
    const closed = planFromFlags({ ...flags, url: 'http://127.0.0.1:1', out: space.run() }, around)
    const error: unknown = await runPlan(closed).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TareError)
    expect(error).toMatchObject({ code: 'unreachable', hint: expect.stringContaining('port') })
    expect(existsSync(closed.output.dir)).toBe(false)
  })

  it('stops when told to, and finishes the run as interrupted', async () => {
    const stop = new AbortController()
    const progress = { update: () => stop.abort(), finish: () => {} }
    const endless = planFromFlags(
      { concurrency: '1', duration: '1h', warmup: '0s', simulator: 'fast', out: space.run() },
      around,
    )
    const { summary } = await runPlan(endless, { stop: stop.signal, progress })
    expect(summary.state).toBe('interrupted')
  })

  it('writes plans and reads them back', () => {
    const plan = planFromFlags({ ...flags, out: 'runs/x' }, around)
    expect(readPlanYaml(writePlanYaml(plan), 'plan.yaml')).toEqual(plan)
  })

  it('paces without a clock', () => {
    const { load } = planFromFlags(
      { rate: '10', arrival: 'constant', duration: '1s', warmup: '0s', out: 'x' },
      around,
    )
    const pacer = createPacer(load, { worker: 0, workers: 1 })
    const planned: number[] = []
    while (!pacer.finished(0)) planned.push(pacer.take().plannedNs)
    expect(planned).toEqual(Array.from({ length: 10 }, (_, i) => i * 1e8))
    expect(offeredLoad(load).measuredSends).toBe(10)
  })

  it('says what each metric is', () => {
    const ttft = metricDefinitions.find(({ name }) => name === 'ttft')!
    expect(describeMetric(ttft)).toContain('first_token_ns − sent_ns')
  })

  it('starts a simulator in this process', async () => {
    const simulator = await startSimulator({ preset: 'fast', model: 'tiny' })
    const models = (await (await fetch(`${simulator.url}/v1/models`)).json()) as { data: { id: string }[] }
    await simulator.close()
    expect(models.data[0]?.id).toBe('tiny')
  })
})

/** `startSimulator` in a process of its own, where its user's other work can't make it late. */
async function simulatorInChild(): Promise<{ readonly url: string; stop(): void }> {
  const program = join(space.folder, 'simulator.mjs')
  writeFileSync(
    program,
    `import { startSimulator } from ${JSON.stringify(entry)}
    const simulator = await startSimulator({ preset: 'fast' })
    process.send(simulator.url)
    process.on('disconnect', () => simulator.close())`,
  )
  const child = fork(program)
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(message as string))
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)))
  })
  return { url, stop: () => child.disconnect() }
}

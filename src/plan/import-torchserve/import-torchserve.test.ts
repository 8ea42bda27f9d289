import { describe, expect, it } from 'vitest'
import { definePlan } from '../authored/read-authored-plan.ts'
import { expandPlan, type PlannedCell } from '../expand-plan.ts'
import { config, files, model, readModel, workflow } from './fixtures/torchserve-files.ts'
import type { ImportNote } from './import-note.ts'
import { importTorchServe } from './import-torchserve.ts'

const told = (notes: readonly ImportNote[], key: string): string[] =>
  notes
    .filter((note) => note.key.endsWith(key))
    .map(({ line, kind, message }) => `${line} ${kind} ${message}`)

describe('a file of models', () => {
  it('becomes a plan with an axis for what it lists', () => {
    expect(importTorchServe(model, 'resnet.yaml').plan).toEqual({
      target: { url: 'http://127.0.0.1:8080', api: 'torchserve', model: 'resnet' },
      server: {
        kind: 'torchserve',
        model_url: 'https://example.org/resnet.mar',
        max_batch_delay_ms: 200,
        min_workers: 4,
      },
      workload: { body: './examples/kitten.jpg' },
      load: { warmup: '5s', concurrency: 100, requests: 10000 },
      measure: { timeout: '5m' },
      matrix: { axes: { 'server.batch_size': [1, 8] } },
      repeat: 3,
    })
  })

  it('is told, by the line, what TorchServe did with it and what the plan does', () => {
    const { notes } = importTorchServe(model, 'resnet.yaml')
    const ofKeys = notes
      .filter(({ key }) => key.startsWith('resnet'))
      .map(({ line, key, kind }) => [line, key, kind])
    expect(ofKeys).toEqual([
      [4, 'resnet.eager_mode.benchmark_engine', 'ignored'],
      [8, 'resnet.eager_mode.batch_delay', 'ignored'],
      [12, 'resnet.eager_mode.input', 'changed'],
      [15, 'resnet.eager_mode.backend_profiling', 'ignored'],
      [16, 'resnet.eager_mode.exec_env', 'ignored'],
      [17, 'resnet.eager_mode.processors', 'ignored'],
    ])
    expect(told(notes, 'batch_delay')[0]).toMatch(/max_batch_delay.*100 ms.*to 200; take 100 to compare/)
    expect(notes.filter(({ kind }) => kind === 'added').map(({ key }) => key)).toEqual([
      'load.warmup',
      'repeat',
      'target.url',
    ])
    expect(new Set(notes.map(({ file }) => file))).toEqual(new Set(['resnet.yaml']))
  })

  it('of a workflow has the workflow’s API, and keeps what TorchServe dropped', () => {
    const { plan, notes } = importTorchServe(workflow, 'w.yaml')
    expect(plan).toMatchObject({
      target: { api: 'torchserve-workflow', model: 'dog_breed' },
      workload: { body: 'kitten.jpg', content_type: 'image/jpeg' },
      server: { batch_size: 1, min_workers: 2 },
      load: { requests: 500 },
      measure: { timeout: '1m' },
    })
    expect(plan).not.toHaveProperty('matrix')
    expect(told(notes, 'content_type')[0]).toMatch(/^12 ignored .*application\/jpg/)
    expect(told(notes, 'timeout_ms')[0]).toMatch(/^8 ignored .*300 s/)
    expect(told(notes, 'retry_attempts')[0]).toMatch(/^7 ignored /)
  })

  it('of several modes has them as an axis, with what each has for itself', () => {
    const second = model
      .slice(model.indexOf('    eager_mode'))
      .replace('eager_mode', 'scripted_mode')
      .replace('resnet.mar', 'scripted.mar')
      .replace('- 8', '- 16')
      .replace('            - 4\n', '            - 4\n            - 8\n')
    const { plan } = importTorchServe(model + second, 'resnet.yaml')
    expect(plan).toMatchObject({
      server: { kind: 'torchserve', max_batch_delay_ms: 200 },
      matrix: {
        axes: {
          'labels.mode': ['eager_mode', 'scripted_mode'],
          'server.batch_size': [1, 8, 16],
          'server.min_workers': [4, 8],
        },
        include: [
          { 'labels.mode': 'eager_mode', 'server.model_url': 'https://example.org/resnet.mar' },
          { 'labels.mode': 'scripted_mode', 'server.model_url': 'https://example.org/scripted.mar' },
        ],
        exclude: [
          { 'labels.mode': 'eager_mode', 'server.batch_size': 16 },
          { 'labels.mode': 'eager_mode', 'server.min_workers': 8 },
          { 'labels.mode': 'scripted_mode', 'server.batch_size': 8 },
        ],
      },
    })
    expect(plan).not.toHaveProperty('server.model_url')
    expect(plan).not.toHaveProperty('server.batch_size')
  })

  it('fills in what benchmark-ab.py would, and says so', () => {
    const { plan, notes } = importTorchServe('m: {mode: {url: m.mar, workers: 2, unheard_of: 1}}', 'm.yaml')
    expect(plan).toMatchObject({
      server: { min_workers: 2, batch_size: 1, max_batch_delay_ms: 100 },
      load: { concurrency: 10, requests: 100 },
      workload: { body: './examples/image_classifier/kitten.jpg' },
    })
    expect(told(notes, 'm.mode.requests')).toHaveLength(1)
    expect(told(notes, 'm.mode.workers')[0]).toMatch(/changed it is no list/)
    expect(told(notes, 'unheard_of')[0]).toMatch(/ignored it is no key/)
  })
})

describe('a configuration of a benchmark', () => {
  it('reads the files that it names, and takes the modes that are for its hardware', () => {
    const { plan, notes } = importTorchServe(config, 'benchmark_config.yaml', readModel)
    expect(plan).toMatchObject({
      matrix: {
        axes: {
          'labels.mode': ['resnet eager_mode', 'dog_breed workflow'],
          'labels.hardware': ['gpu'],
        },
        include: [
          { 'labels.mode': 'resnet eager_mode', 'target.api': 'torchserve', 'target.model': 'resnet' },
          { 'labels.mode': 'dog_breed workflow', 'target.api': 'torchserve-workflow' },
        ],
      },
    })
    expect(told(notes, 'ts_version')[0]).toMatch(/^1 left out/)
    expect(told(notes, 'metrics_cmd')[0]).toMatch(/^7 left out/)
    expect(told(notes, 'report_cmd')[0]).toMatch(/^9 left out/)
    expect(told(notes, 'retries')[0]).toMatch(/^11 ignored/)
  })

  it('leaves out what isn’t for its hardware, and says so', () => {
    const only: Readonly<Record<string, string>> = { ...files, '/elsewhere/dog.yaml': workflow }
    const { plan, notes } = importTorchServe(config, 'c.yaml', (name) => ({
      text: only[name]!,
      fileName: name,
    }))
    expect(plan).toMatchObject({
      target: { model: 'resnet' },
      matrix: { axes: { 'labels.hardware': ['gpu'] } },
    })
    expect(told(notes, 'models')).toEqual([
      "3 left out dog_breed.workflow isn't for gpu, says its processors",
    ])
    const neuron = config.replace('"gpu"', '"neuron"')
    expect(() => importTorchServe(neuron, 'c.yaml', readModel)).toThrow(/c\.yaml:6:.*no mode.*neuron/)
  })

  it('takes hardware that TorchServe doesn’t know for a label of the cpu', () => {
    const mine = config.replace('"gpu"', '"my-box"')
    expect(importTorchServe(mine, 'c.yaml', readModel).plan).toMatchObject({
      matrix: { axes: { 'labels.hardware': ['my-box'] } },
    })
  })
})

describe('the plan', () => {
  const cellsOf = (plan: object): readonly PlannedCell[] => {
    const around = { cores: 2, platform: 'linux', now: new Date(0), randomSeed: 1 }
    return expandPlan(definePlan(plan as Readonly<Record<string, unknown>>), around).cells
  }
  const settings = ({ plan: { target, server, workload, load } }: PlannedCell): string =>
    server?.kind === 'torchserve'
      ? [
          target.api,
          target.model,
          server.modelUrl,
          server.workflow,
          `${server.batchSize} x ${server.minWorkers}..${server.maxWorkers}`,
          `${server.maxBatchDelayMs} ms`,
          workload.body,
          load.requests,
        ].join(' ')
      : ''

  it('is one that Tare runs: of a mode', () => {
    const cells = cellsOf(importTorchServe(model, 'm.yaml').plan)
    expect(cells).toHaveLength(6)
    expect(new Set(cells.map(settings))).toEqual(
      new Set(
        [1, 8].map(
          (size) =>
            `torchserve resnet https://example.org/resnet.mar false ${size} x 4..4 200 ms ./examples/kitten.jpg 10000`,
        ),
      ),
    )
  })

  it('is one that Tare runs: of a workflow alone', () => {
    expect(new Set(cellsOf(importTorchServe(workflow, 'w.yaml').plan).map(settings))).toEqual(
      new Set([
        'torchserve-workflow dog_breed https://example.org/dog_breed.war true 1 x 2..2 100 ms kitten.jpg 500',
      ]),
    )
  })

  it('has of several modes the cells that each asked for, and no others', () => {
    const cells = cellsOf(importTorchServe(config, 'c.yaml', readModel).plan)
    expect(new Set(cells.map(settings))).toEqual(
      new Set([
        'torchserve resnet https://example.org/resnet.mar false 1 x 4..4 200 ms ./examples/kitten.jpg 10000',
        'torchserve resnet https://example.org/resnet.mar false 8 x 4..4 200 ms ./examples/kitten.jpg 10000',
        'torchserve-workflow dog_breed https://example.org/dog_breed.war true 1 x 2..2 100 ms kitten.jpg 500',
      ]),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import type { TareError } from '../errors.ts'
import { readAuthoredPlan } from './authored/read-authored-plan.ts'
import { countCells, expandPlan, mostPlannedRuns, type PlannedCell, plannedCells } from './expand-plan.ts'
import type { RunFlags } from './run-flags.ts'

const around = { cores: 4, platform: 'linux', now: new Date('2026-01-31T23:59:58Z'), randomSeed: 42 }

const authored = (text: string, flags: RunFlags = {}) =>
  readAuthoredPlan(text, 'tare.yaml', { env: {}, sets: {}, flags, readFile: () => '' })
const sweep = (text: string) => expandPlan(authored(text), around)
const idsOf = (cells: readonly PlannedCell[]): readonly string[] => cells.map(({ id }) => id)

const torchserve = `
target: {url: "http://h:8080", model: m, api: torchserve}
server: {kind: torchserve}
`

describe('expandPlan', () => {
  it('makes one run of a plan without a matrix', () => {
    const { cells, count, runs, budgetNs } = sweep('load: {rate: 5}')
    expect([idsOf(cells), count, runs, budgetNs]).toEqual([['all'], 1, 1, Number.POSITIVE_INFINITY])
  })

  it('takes an axis of an included file back by null', () => {
    const base = 'matrix: {axes: {load.concurrency: [1, 2], hardware: [a, b]}}'
    const text = 'include: base.yaml\nmatrix: {axes: {load.concurrency: null}}'
    const layered = readAuthoredPlan(text, 'tare.yaml', {
      env: {},
      sets: {},
      flags: {},
      readFile: () => base,
    })
    expect(idsOf(expandPlan(layered, around).cells).toSorted()).toEqual(['hardware=a', 'hardware=b'])
  })

  it('puts the values into the plan, each at its path', () => {
    const { cells } = sweep(`${torchserve}
load: {seed: 7}
output: {dir: d, label: night}
matrix:
  order: fixed
  axes:
    server.batch_size: 1..4 x2
    load.concurrency: [8]
    hardware: cpu
repeat: 2
budget: 10m
`)
    expect(idsOf(cells)).toEqual([
      'batch_size=1,concurrency=8,hardware=cpu',
      'batch_size=2,concurrency=8,hardware=cpu',
      'batch_size=4,concurrency=8,hardware=cpu',
      'batch_size=1,concurrency=8,hardware=cpu',
      'batch_size=2,concurrency=8,hardware=cpu',
      'batch_size=4,concurrency=8,hardware=cpu',
    ])
    const { plan, ...fifth } = cells[4]!
    expect(fifth).toEqual({
      index: 4,
      id: 'batch_size=2,concurrency=8,hardware=cpu',
      axes: { 'server.batch_size': 2, 'load.concurrency': 8, 'labels.hardware': 'cpu' },
      repeat: 1,
      block: 1,
      seed: 7 + 2_654_435_761,
    })
    expect(plan.server).toMatchObject({ batchSize: 2 })
    expect(plan.load).toMatchObject({ seed: fifth.seed, stages: [{ startConcurrency: 8 }] })
    expect(plan.workload.seed).toBe(fifth.seed)
    expect(plan.output).toMatchObject({ dir: `d/${fifth.id}/2`, label: `night ${fifth.id}` })
  })

  it('keeps the prompts of all repeats alike when they have a seed of their own', () => {
    const { cells } = sweep('workload: {seed: 3}\nrepeat: 2')
    expect(cells.map(({ plan }) => plan.workload.seed)).toEqual([3, 3])
    expect(new Set(cells.map(({ plan }) => plan.load.seed)).size).toBe(2)
  })

  it('lets a value take the place of what it would not go with', () => {
    const { cells } = sweep('load: {concurrency: 4}\nmatrix: {axes: {load.rate: [5]}}')
    expect(cells[0]!.plan.load.stages[0]!.kind).toBe('open')
  })

  it('varies fields, headers and variables of the user', () => {
    const { cells } = sweep(`
target: {url: "http://h", extra_body: {top_k: 1, best_of: 2}}
server: {kind: command, command: [serve], environment: {A: x}}
matrix: {axes: {target.extra_body.top_k: [7], server.environment.A: [y], target.headers.x-run: [1]}}
`)
    const { target, server } = cells[0]!.plan
    expect([target.extraBody, target.headers]).toEqual([{ top_k: 7, best_of: 2 }, { 'x-run': '1' }])
    expect(server).toMatchObject({ environment: { A: 'y' } })
  })

  it('fills references to axes, labels and the plan into the command', () => {
    const { cells } = sweep(`
target: {url: "http://h:1", model: "a b"}
server:
  kind: command
  command: >-
    serve {{target.model}} --max-num-seqs {{server.max_num_seqs}} --name={{hardware}} '{{"json": 1}}'
  environment: {SIZE: "{{labels.size}}"}
matrix: {axes: {server.max_num_seqs: [4], hardware: [gpu], labels.size: [2]}}
`)
    expect(cells[0]!.plan.server).toMatchObject({
      command: ['serve', 'a b', '--max-num-seqs', '4', '--name=gpu', '{{"json": 1}}'],
      environment: { SIZE: '2' },
    })
  })

  it('adds include to what it matches, and otherwise makes a cell of it', () => {
    const { cells } = sweep(`
matrix:
  order: fixed
  axes: {load.concurrency: [1, 2], hardware: [cpu, gpu]}
  include:
    - {load.concurrency: 2, load.think_time: 1s}
    - {hardware: gpu, label_only: x}
    - {load.concurrency: 64, hardware: gpu}
`)
    expect(idsOf(cells)).toEqual([
      'concurrency=1,hardware=cpu',
      'concurrency=1,hardware=gpu,label_only=x',
      'concurrency=2,hardware=cpu,think_time=1s',
      'concurrency=2,hardware=gpu,think_time=1s,label_only=x',
      'concurrency=64,hardware=gpu',
    ])
    expect(cells[2]!.plan.load.stages[0]).toMatchObject({ thinkTimeNs: 1e9 })
  })

  it('leaves out what exclude matches, before include', () => {
    const { cells } = sweep(`
matrix:
  order: fixed
  axes: {load.concurrency: [1, 2], hardware: [cpu, gpu]}
  exclude: [{load.concurrency: "1"}, {load.concurrency: 2, hardware: gpu}]
  include: [{load.concurrency: 1, hardware: gpu}]
`)
    expect(idsOf(cells)).toEqual(['concurrency=2,hardware=cpu', 'concurrency=1,hardware=gpu'])
  })

  it('is the same for the same seed, and orders blocks differently', () => {
    const text = 'matrix: {axes: {load.concurrency: 1..40 +1}}\nrepeat: 3'
    expect(idsOf(sweep(text).cells)).toEqual(idsOf(sweep(text).cells))
    expect(idsOf(sweep(text).cells)).not.toEqual(idsOf(sweep(`${text}\nload: {seed: 1}`).cells))
    const ids = idsOf(sweep(text).cells)
    expect(ids.slice(0, 40)).not.toEqual(ids.slice(40, 80))
  })
})

describe('a matrix of many cells', () => {
  const axes = 'matrix: {axes: {load.concurrency: 1..1000 +1, workload.output_tokens: 1..1000 +1}}'

  it('is counted without being made', () => {
    expect(countCells(authored(axes))).toBe(1_000_000)
    const billions = authored(axes.replace('}}', ', labels.a: 1..1000 +1, labels.b: 1..900 +1}}'))
    expect(countCells(billions)).toBe(9e11)
    expect(plannedCells(billions, around).next().value.plan.version).toBe(1)
  })

  it('says how long it would take, and asks for a budget', () => {
    const error = errorOf(axes)
    expect(error.message).toBe('tare.yaml:1:1: matrix: makes 1000000 runs, which take about 420 days')
    expect(error.hint).toContain('budget: 8h')
  })

  it('is planned from its beginning when it has a budget', () => {
    const { cells, runs, budgetNs } = sweep(`${axes}\nbudget: 1h`)
    expect([cells.length, runs, budgetNs]).toEqual([mostPlannedRuns, 1_000_000, 3600e9])
  })

  it('excludes by the axes that exclude names alone', () => {
    const text = axes.replace(
      '}}',
      ', labels.a: 1..1000 +1}, exclude: [{load.concurrency: 7}, {load.concurrency: 8}]}',
    )
    expect(countCells(authored(text))).toBe(998e6)
    expect(
      errorOf(text.replace('{load.concurrency: 8}', '{workload.output_tokens: 8, labels.a: 9}')).message,
    ).toContain('exclude would have to look at 1000000000 combinations')
  })
})

describe('a matrix that makes no sense', () => {
  it.each<[string, string]>([
    [
      'axes: {load.concurency: [1]}',
      'tare.yaml:3:17: matrix.axes.load.concurency: "load.concurency" names nothing in the plan: did you mean load.concurrency?',
    ],
    [
      'axes: {concurrency: [1]}',
      'did you mean load.concurrency?; for a label of your own write labels.concurrency',
    ],
    ['axes: {conccurrency: [1]}', 'did you mean'],
    ['axes: {server.workers: [1]}', 'did you mean server.min_workers or server.max_workers?'],
    ['axes: {server.rate: [1]}', 'did you mean load.rate?'],
    ['axes: {load: [1]}', '"load" names nothing'],
    ['axes: {labels.a.b: [1]}', 'names nothing'],
    ['axes: {load.stages: [1]}', "load.stages isn't one value that could vary"],
    ['axes: {target.headers: [1]}', 'give a path below it, such as target.headers.NAME'],
    ['axes: {output.dir: [a]}', "output.dir can't vary"],
    ['axes: {load.seed: [1]}', "load.seed can't vary"],
    ['axes: {server.kind: [openai]}', "server.kind can't vary"],
    ['axes: {server.batch_size: [1]}', "server.batch_size can't be set: no server is under management"],
    ['axes: {load.concurrency: []}', 'matrix.axes.load.concurrency: is empty'],
    ['axes: {load.concurrency: null}', 'is empty'],
    ['axes: {load.concurrency: [1, 1]}', 'has 1 twice'],
    ['axes: {load.concurrency: [1, "1"]}', 'has 1 twice'],
    ['axes: {load.concurrency: [[1]]}', "[1] isn't a text, a number or a truth value"],
    [
      'axes: {load.concurrency: [x]}',
      'matrix.axes.load.concurrency: "x" isn\'t a number of requests in flight',
    ],
    ['axes: {load.concurrency: 1..16}', '"1..16" doesn\'t say its steps'],
    ['axes: {load.concurrency: 16..1 +1}', '"16..1 +1" has no values'],
    ['axes: {load.concurrency: 1..16 +0}', 'never ends'],
    ['axes: {load.concurrency: 1..16 x1}', 'a factor above 1'],
    ['axes: {load.concurrency: 0..16 x2}', 'begins above 0'],
    ['axes: {load.concurrency: 1..1e9 +1}', 'has 1000000000 values'],
    ['axes: {load.concurrency: one..two}', '"one..two" isn\'t a range'],
    ['axes: {hardware: [a], labels.hardware: [b]}', 'matrix.axes: has labels.hardware twice'],
    ['axes: {load.concurrency: [1]}, exclude: [{load.concurrency: 1}]', 'matrix: exclude leaves no cell'],
    [
      'axes: {load.concurrency: [1]}, exclude: [{load.rate: 1}]',
      "matrix.exclude[0].load.rate: isn't an axis",
    ],
    ['axes: {load.concurrency: [1]}, exclude: [{load.concurency: 1}]', 'did you mean load.concurrency?'],
    ['axes: {load.concurrency: [1]}, exclude: [{load.concurrency: 3}]', "3 isn't one of the axis's values"],
    ['exclude: [x]', `matrix.exclude: "x" isn't a mapping`],
    ['include: [{load.rat: 1}]', 'tare.yaml:3:21: matrix.include[0].load.rat: "load.rat" names nothing'],
    ['include: [{load.rate: x}]', 'matrix.include[0].load.rate: "x" isn\'t a rate'],
    ['axes: {load.rate: [1], load.concurrency: [2]}', 'cell rate=1,concurrency=2: tare.yaml'],
  ])('%s', (matrix, message) => {
    const text = `# one\n# two\nmatrix: {${matrix}}`
    expect(errorOf(text).message).toContain(message)
  })

  it('sets what the command does not mention', () => {
    const text = `target: {url: "http://h"}\nserver: {kind: command, command: x}\nmatrix: {axes: {server.batch: [1]}}`
    expect(errorOf(text).message).toContain('server.batch: changes nothing: neither server.command nor')
    expect(errorOf(text.replace('command: x', "command: 'x {{server.btach}}'")).message).toContain(
      'changes nothing',
    )
    const both = text.replace('command: x', "command: 'x {{server.batch}} {{server.btach}}'")
    expect(errorOf(both).message).toMatch(
      /\{\{server.btach\}\} is neither an axis.*did you mean server.batch/,
    )
  })

  it('varies what a flag fixes', () => {
    const plan = authored('matrix: {axes: {load.concurrency: [1, 2]}}', { concurrency: '3' })
    expect(() => expandPlan(plan, around)).toThrow('a flag says one value for all cells')
  })
})

function errorOf(text: string): TareError {
  return thrownError('plan', () => sweep(text))
}

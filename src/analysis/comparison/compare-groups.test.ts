import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { benjaminiHochberg } from '../../statistics/benjamini-hochberg.ts'
import { type CompareGroupsOptions, compareGroups, isRefused, refusals } from './compare-groups.ts'
import type { Comparison } from './comparison.ts'
import { comparisonDocument } from './comparison-document.ts'
import { comparisonDefaults } from './comparison-options.ts'
import { comparisonSchema } from './comparison-schema.ts'
import { groupOf, runOf, runsOf, sweepRuns, verdictOf } from './fixtures/compared-runs.ts'
import { multiplicityOf, overCells } from './over-cells.ts'
import { untouchedMetrics } from './untouched-metrics.ts'

const options: CompareGroupsOptions = { ...comparisonDefaults, force: false }
const before = groupOf('before', runsOf(5))
const after = groupOf('after', runsOf(5, { slowed: 1.2 }))
const closed = { summary: { load: { ...before.runs[0]!.summary.load, model: 'closed' } } }

function verdicts({ cells }: Comparison): Readonly<Record<string, string>> {
  return Object.fromEntries(cells[0]!.metrics.map(({ metric, verdict }) => [metric, verdict]))
}

describe('compareGroups', () => {
  test('finds what is 20 % slower, by default in the headlines that the runs have', () => {
    const comparison = compareGroups(before, after, options)
    expect(verdicts(comparison)).toMatchObject({ requests_per_s: 'worse', 'ttft.p99': 'worse' })
    expect(Object.keys(verdicts(comparison))).not.toContain('query.p50')
    expect(comparison.cells[0]!.metrics[0]!.change).toBeCloseTo(1 / 1.2 - 1, 2)
    expect(comparison).toMatchObject({
      a: 'before',
      b: 'after',
      forced: false,
      newCells: [],
      vanishedCells: [],
    })
  })

  test('has the metrics that are asked for, measured or not, each once', () => {
    const metrics = ['tpot.p90', 'query.p50', 'tpot.p90']
    const { cells } = compareGroups(before, after, { ...options, metrics })
    expect(cells[0]!.metrics.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['tpot.p90', 'worse'],
      ['query.p50', 'cant_tell'],
    ])
    const error = thrownError('usage', () => compareGroups(before, after, { ...options, metrics: ['nope'] }))
    expect(error.message).toContain('"nope"')
  })

  test('compares nothing where something stands in the way', () => {
    const comparison = compareGroups(before, groupOf('closed', runsOf(2, closed)), options)
    expect(isRefused(comparison)).toBe(true)
    expect(refusals(comparison).map(({ id }) => id)).toEqual(['load-model'])
    expect(comparison.cells[0]!.metrics).toEqual([])
  })

  test('forced, compares and says so; what needed no force says nothing', () => {
    const force = { ...options, force: true }
    const comparison = compareGroups(before, groupOf('closed', runsOf(2, closed)), force)
    expect(comparison.forced).toBe(true)
    expect(isRefused(comparison)).toBe(false)
    expect(comparison.cells[0]!.metrics.length).toBeGreaterThan(5)
    expect(compareGroups(before, after, force).forced).toBe(false)
  })

  test('forced, marks the metrics that failed checks touch, and no others', () => {
    const summary = { verdict: verdictOf('invalid', 'timestamp-error', ['itl']) }
    const invalid = groupOf('invalid', [...runsOf(4), runOf({ summary })])
    expect(refusals(compareGroups(before, invalid, options)).map(({ id }) => id)).toEqual(['invalid-run'])
    const marked = compareGroups(before, invalid, { ...options, force: true }).cells[0]!.metrics.filter(
      ({ note }) => note?.startsWith('INVALID by timestamp-error'),
    )
    expect(marked.map(({ metric }) => metric)).toEqual(['itl.p50', 'itl.p99'])
    expect(untouchedMetrics(before, invalid)).toEqual([
      'requests_per_s',
      'output_tokens_per_s',
      'ttft.p50',
      'ttft.p99',
      'tpot.p50',
      'e2e.p50',
      'e2e.p99',
      'error_rate',
    ])
  })

  test('names runs that can’t be read, and goes on', () => {
    const comparison = compareGroups(groupOf('a', before.runs, ['a/6 is damaged']), after, options)
    expect(comparison.notes.find(({ id }) => id === 'unreadable-run')!.message).toBe(
      'a run of A can’t be read, and is left out: a/6 is damaged',
    )
    expect(comparison.cells[0]!.metrics[0]!.a.of).toBe(5)
  })
})

const sweepA = groupOf(
  'sweep-a',
  sweepRuns([1, 4, 16], 3, () => 1),
)
const sweepB = groupOf(
  'sweep-b',
  sweepRuns([1, 4, 32], 3, (value) => (value === 4 ? 1.2 : 1)),
)

describe('of sweeps', () => {
  const comparison = compareGroups(sweepA, sweepB, { ...options, metrics: ['ttft.p50', 'error_rate'] })

  test('each cell is compared with its own, others are named', () => {
    expect(comparison.cells.map(({ cell, metrics }) => [cell, metrics[0]!.verdict])).toEqual([
      ['concurrency=1', 'no_difference_shown'],
      ['concurrency=4', 'worse'],
    ])
    expect([comparison.newCells, comparison.vanishedCells]).toEqual([['concurrency=32'], ['concurrency=16']])
  })

  test('what is said of every cell is said once', () => {
    expect(comparison.notes.map(({ id }) => id)).toEqual(['order'])
    expect(comparison.cells.flatMap(({ notes }) => notes)).toEqual([])
  })

  test('a cell that isn’t comparable is left out, and the others compared', () => {
    const summary = { verdict: verdictOf('invalid', 'lateness', ['*']) }
    const runs = [...sweepB.runs, runOf({ axes: { 'load.concurrency': 4 }, summary })]
    const partly = compareGroups(sweepA, groupOf('b', runs), options)
    expect(partly.cells.map(({ metrics }) => metrics.length > 0)).toEqual([true, false])
    expect(isRefused(partly)).toBe(false)
    expect(refusals(partly).map(({ message }) => message.split(':')[0])).toEqual(['concurrency=4'])
  })

  test('a sweep against a run is refused: which cell would it be?', () => {
    const refused = compareGroups(sweepA, groupOf('b', runsOf(3)), options)
    expect(refusals(refused).map(({ id }) => id)).toContain('axes')
    expect(isRefused(refused)).toBe(true)
  })

  test('over cells there are geometric means, but of shares', () => {
    const [ttft, errors] = overCells(comparison.cells)
    const [x, y] = comparison.cells.map(({ metrics }) => metrics[0]!)
    expect(ttft!.geomean!.a).toBeCloseTo(Math.sqrt(x!.a.value! * y!.a.value!), 9)
    expect(ttft!.geomean!.change).toBeCloseTo(Math.sqrt((1 + x!.change!) * (1 + y!.change!)) - 1, 9)
    expect(ttft!.verdicts).toEqual({ better: 0, worse: 1, no_difference_shown: 1, cant_tell: 0 })
    expect(errors!.geomean).toBeNull()
  })

  test('one comparison in twenty differs by luck', () => {
    expect(multiplicityOf(comparison)).toEqual({ comparisons: 4, shown: 1, shownAdjusted: 1, byLuck: 0.2 })
  })
})

const file = new URL('../../../schema/comparison.schema.json', import.meta.url)
const schema = comparisonSchema()

test('schema/comparison.schema.json is what the code says; TARE_DOCS=write rewrites it', () => {
  if (process.env.TARE_DOCS === 'write') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema)
})

describe('the schema', () => {
  const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema)
  const all = [
    compareGroups(before, after, options),
    compareGroups(sweepA, sweepB, options),
    compareGroups(before, groupOf('closed', runsOf(1, closed)), { ...options, force: true }),
    compareGroups(before, groupOf('closed', runsOf(1, closed)), options),
    compareGroups(before, after, { ...options, metrics: ['query.p50'] }),
  ]
  const document = JSON.parse(JSON.stringify(comparisonDocument(all, options)))

  test('takes comparisons of every kind', () => {
    expect([validate(document), validate.errors]).toEqual([true, null])
  })

  test('p is adjusted over all cells of a comparison, each comparison by itself', () => {
    const cells: { metrics: { p: number | null; adjusted_p: number | null }[] }[] =
      document.comparisons[1].cells
    const tested = cells.flatMap(({ metrics }) => metrics)
    const p = tested.map((each) => each.p!)
    expect(tested.map((each) => each.adjusted_p)).toEqual(benjaminiHochberg(p))
    const { differing, differing_adjusted: held } = document.comparisons[1]
    expect(held).toBe(tested.filter((each) => each.adjusted_p! < 0.05).length)
    expect(held).toBeLessThanOrEqual(differing)
    expect(document.comparisons[4].cells[0].metrics[0]).toMatchObject({
      p: null,
      adjusted_p: null,
      rank_p: null,
    })
  })

  test.each([
    ['another version', { schema: 'tare.comparison/2' }],
    ['a key too many', { extra: 1 }],
    ['a key too few', { comparisons: [{}] }],
  ])('refuses %s', (_, changed) => {
    expect(validate({ ...document, ...changed })).toBe(false)
  })
})

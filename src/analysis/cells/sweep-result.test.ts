import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { type CellRow, type CellRun, cellRow } from './cell-row.ts'
import { type SweepResult, sweepResult } from './sweep-result.ts'
import { sweepResultSchema } from './sweep-result-schema.ts'

const folder = new URL('../../../schema/', import.meta.url)
const scaling = JSON.parse(readFileSync(new URL('scaling.schema.json', folder), 'utf8'))
const file = new URL('sweep-result.schema.json', folder)
const schema: AnySchemaObject = sweepResultSchema(scaling)
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

const run: CellRun = {
  index: 0,
  cell: 'concurrency=1',
  axes: { 'load.concurrency': 1, 'labels.hardware': 'cpu' },
  block: 0,
  seed: 42,
  thinkTimeMs: 0,
  folder: 'runs/0000-concurrency=1-1',
  status: 'measured',
  error: null,
  settings: { batch_size: 4, model_url: 'bench.mar' },
}

function measured(concurrency: number, hardware: string, perSecond: number): CellRow {
  const axes = { 'load.concurrency': concurrency, 'labels.hardware': hardware }
  const rates = { requests_per_s: perSecond, output_tokens_per_s: 10 * perSecond, total_tokens_per_s: 0 }
  const throughput = { ...streamedOpenLoop.throughput, ...rates }
  const cell = `concurrency=${concurrency},hardware=${hardware}`
  return cellRow({ ...run, cell, axes }, { ...streamedOpenLoop, throughput })
}

const rows = [
  ...[1, 2, 4].flatMap((concurrency) =>
    [0.99, 1, 1.01].flatMap((luck) => [
      measured(concurrency, 'cpu', concurrency * luck),
      measured(concurrency, 'gpu', 9 * concurrency * luck),
    ]),
  ),
  cellRow({ ...run, status: 'failed', error: 'no route', folder: null, settings: {} }, null),
  cellRow({ ...run, status: 'not_run', error: 'the budget has no 9 s left for it', folder: null }, null),
]

/** As a reader of the file gets it. */
function written(from: readonly CellRow[]): SweepResult {
  return JSON.parse(JSON.stringify(sweepResult('sweeps/one', from)))
}

test('schema/sweep-result.schema.json is what the code says; TARE_DOCS=write rewrites it', () => {
  if (process.env.TARE_DOCS === 'write') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema)
})

describe('the schema', () => {
  test('takes a sweep with scaling along numbers and names, and one of nothing', () => {
    const result = written(rows)
    expect(result.scaling.map(({ axis, points }) => [axis, points === null])).toEqual([
      ['load.concurrency', false],
      ['load.concurrency', false],
      ['labels.hardware', true],
      ['labels.hardware', true],
      ['labels.hardware', true],
    ])
    expect([validate(result), validate.errors]).toEqual([true, null])
    expect([validate(written([])), validate.errors]).toEqual([true, null])
  })

  test('takes what isn’t known of a run', () => {
    const unknown = rows.map((row) => ({ ...row, in_flight_mean: null, e2e_mean_ms: null }))
    const result = written(unknown)
    expect(result.scaling[0]!.points![0]!.runs[0]).toMatchObject({ in_flight: null, response_s: null })
    expect([validate(result), validate.errors]).toEqual([true, null])
  })

  test.each([
    ['another version', (result: SweepResult) => ({ ...result, schema: 'tare.sweep-result/2' })],
    ['a key too many', (result: SweepResult) => ({ ...result, extra: 1 })],
    ['a key too few', (result: SweepResult) => ({ ...result, scaling: undefined })],
    ['a row without a figure', (result: SweepResult) => withRow(result, { ttft_p99_ms: undefined })],
    ['a column that it doesn’t know', (result: SweepResult) => withRow(result, { axes: 1 })],
    ['half a request', (result: SweepResult) => withRow(result, { ok: 0.5 })],
    ['an unknown end', (result: SweepResult) => withRow(result, { status: 'lost' })],
    ['an axis that is a list', (result: SweepResult) => withRow(result, { 'axis.load.concurrency': [1] })],
    [
      'a wrong report in it',
      (result: SweepResult) => ({
        ...result,
        scaling: result.scaling.map((each) => ({ ...each, report: { ...each.report, law: 'moore' } })),
      }),
    ],
  ])('refuses %s', (_, broken) => {
    expect(validate(JSON.parse(JSON.stringify(broken(written(rows)))))).toBe(false)
  })
})

function withRow(result: SweepResult, changed: object): object {
  return { ...result, rows: result.rows.map((row) => ({ ...row, ...changed })) }
}

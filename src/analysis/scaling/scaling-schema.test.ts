import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import {
  contradictoryReport,
  emptyReport,
  hardwareReport,
  retrogradeReport,
  unrepeatedReport,
} from '../../report/fixtures/scaling-reports.ts'
import { analyseScaling } from './analyse-scaling.ts'
import { runOf } from './fixtures/run-of.ts'
import { amdahl, linear, plateau, sweepOf } from './fixtures/sweep-of.ts'
import { classNames, lawNames, type ScalingReport } from './scaling-report.ts'

const schema: AnySchemaObject = JSON.parse(
  readFileSync(new URL('../../../schema/scaling.schema.json', import.meta.url), 'utf8'),
)
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

const options = { axisName: 'server.max_workers', kind: 'quantity', unit: 'req', replicates: 100 } as const
const loads = [1, 2, 4, 8, 16]
const sweep = (noise: number, runs: number) =>
  sweepOf({ throughput: plateau(60), loads, runs, noise: () => noise, seed: 3 })

const reports: Readonly<Record<string, ScalingReport>> = {
  'a retrograde one': retrogradeReport,
  'one without repeats': unrepeatedReport,
  'one that contradicts itself': contradictoryReport,
  'one of names': hardwareReport,
  'one of nothing': emptyReport,
  'a plateau': analyseScaling(sweep(0.02, 4), options),
  'one that nothing decides': analyseScaling(
    sweepOf({ throughput: amdahl(0.02), loads, runs: 3, noise: () => 0.1, seed: 3 }),
    options,
  ),
  'one too noisy': analyseScaling(sweep(1, 3), options),
  'a perfect one': analyseScaling(
    sweepOf({ throughput: linear, loads, runs: 3, noise: () => 0, seed: 1 }),
    options,
  ),
  'one of a single point': analyseScaling([{ load: 4, runs: [runOf(4, 10), runOf(4, 11)] }], options),
  'one where some brought nothing': analyseScaling(
    loads.map((load) => ({
      load,
      runs: [runOf(load, load > 4 ? 0 : load), runOf(load, load > 8 ? Number.NaN : load)],
    })),
    { ...options, kind: 'concurrency' },
  ),
  'one of what isn’t known': analyseScaling(
    loads.map((load) => ({
      load,
      runs: [runOf(load, load, { inFlight: Number.NaN, responseSeconds: null })],
    })),
    options,
  ),
}

/** As a reader of the file gets it. */
function written(report: ScalingReport): ScalingReport {
  return JSON.parse(JSON.stringify(report))
}

describe('schema/scaling.schema.json', () => {
  test.each(Object.entries(reports))('takes %s', (_, report) => {
    expect([validate(written(report)), validate.errors]).toEqual([true, null])
  })

  test('is tried on reports of every kind', () => {
    const states = Object.values(reports).map((report) => report.class.state)
    expect(new Set(states)).toEqual(new Set(['decided', 'undecided', 'refused']))
    const peaks = Object.values(reports).flatMap(({ laws }) => laws.map((law) => law.peak_load.state))
    expect(new Set(peaks)).toEqual(new Set(['identified', 'not_identifiable']))
  })

  test('has the names that the code has', () => {
    expect(schema.$defs.lawName.enum).toEqual(lawNames)
    expect(schema.$defs.className.enum).toEqual(classNames)
  })

  test.each([
    ['another version', { schema: 'tare.scaling/2' }],
    ['a key too many', { extra: 1 }],
    ['a key too few', { sentence: undefined }],
    ['an unknown law', { law: 'moore' }],
    ['a class that is unsure of nothing', { class: { state: 'decided', name: 'linear' } }],
    ['an axis of another kind', { axis: { name: 'a', kind: 'time' } }],
    ['a point without figures', { points: [{ label: '1', load: 1 }] }],
    ['an interval with one end', { bounds: { ...retrogradeReport.bounds, knee: { value: 1, ci95: [1] } } }],
    ['a share above 1', { shape: { ...retrogradeReport.shape, fall: 2 } }],
    ['replicates by halves', { bootstrap: { seed: 1, replicates: 0.5 } }],
  ])('refuses %s', (_, changed) => {
    expect(validate(JSON.parse(JSON.stringify({ ...retrogradeReport, ...changed })))).toBe(false)
  })
})

import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { CapacityReport } from './capacity-report.ts'
import { type CapacityResult, capacityResult } from './capacity-result.ts'
import { bracketedAnswer as answer } from './fixtures/bracketed-answer.ts'
import { order, result, share } from './fixtures/probes.ts'
import { checkDeployment, type Deployment, sizeDeployment } from './size-deployment.ts'

const schema: AnySchemaObject = JSON.parse(
  readFileSync(new URL('../../../schema/capacity.schema.json', import.meta.url), 'utf8'),
)
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

const tokens = { input: 128, output: 16 }
const deployment: Deployment = { targetPerSecond: 200, pricePerHour: 2.5 }

const report: CapacityReport = {
  objectives: ['ttft.p99 < 300ms'],
  answer,
  results: [
    result([share(0.001), { beyond: 0.5, ci95: null, allowed: 0 }], {
      order: { ...order, phase: 'bracket' },
    }),
    result([], { order: { ...order, load: 128 }, overloaded: true }),
    result([], { order: { ...order, load: 74 }, invalid: true }),
  ],
  ...sizeDeployment(deployment, answer, tokens),
}

/** As a reader of the file gets it. */
function written(changed: Partial<CapacityReport> = {}): CapacityResult {
  return JSON.parse(JSON.stringify(capacityResult('capacity/one', { ...report, ...changed })))
}

describe('the file of a capacity', () => {
  test('has units in its names', () => {
    const { answer: told, results, replicas, cost } = written()
    const { spentSeconds, ...others } = answer
    expect(told).toEqual({ ...others, spent_s: spentSeconds })
    expect(results[0]).toMatchObject({ phase: 'bracket', load: 50, duration_s: 60, spent_s: 60 })
    expect(replicas).toMatchObject({ target_per_s: 200, needed: 4, replicas: 5 })
    expect(cost!.per_hour).toBe(12.5)
  })

  test.each([
    ['one with all that follows', {}],
    ['one that was interrupted', { answer: null, replicas: null, cost: null }],
    ['one before its first probe', { answer: null, results: [] }],
    ['one that is open', { answer: { ...answer, outcome: 'open', verified: null } }],
    ['one along concurrency', { answer: { ...answer, axis: 'concurrency' } }],
    ['a cost without tokens', sizeDeployment(deployment, answer, { input: null, output: null })],
  ] satisfies [string, Partial<CapacityReport>][])('its schema takes %s', (_, changed) => {
    expect([validate(written(changed)), validate.errors]).toEqual([true, null])
  })

  test.each([
    ['another version', (told: CapacityResult) => ({ ...told, schema: 'tare.capacity/2' })],
    ['a key too many', (told: CapacityResult) => ({ ...told, extra: 1 })],
    ['a key too few', (told: CapacityResult) => ({ ...told, cost: undefined })],
    ['no objective', (told: CapacityResult) => ({ ...told, objectives: [] })],
    ['one number', (told: CapacityResult) => ({ ...told, answer: 77 })],
    ['a capacity of 0', (told: CapacityResult) => ({ ...told, answer: { ...told.answer, verified: 0 } })],
    ['a probe of 0 s', (told: CapacityResult) => withProbe(told, { duration_s: 0 })],
    ['a probe without a seed', (told: CapacityResult) => withProbe(told, { seed: undefined })],
    [
      'a share above 1',
      (told: CapacityResult) => withProbe(told, { objectives: [{ ...share(0.5), beyond: 2 }] }),
    ],
    ['half a replica', (told: CapacityResult) => ({ ...told, replicas: { ...told.replicas, needed: 0.5 } })],
  ])('its schema refuses %s', (_, broken) => {
    expect(validate(JSON.parse(JSON.stringify(broken(written()))))).toBe(false)
  })
})

function withProbe(told: CapacityResult, changed: object): object {
  return { ...told, results: told.results.map((probe) => ({ ...probe, ...changed })) }
}

describe('sizeDeployment', () => {
  test('prices the replicas at the target, or one at what it is verified to serve', () => {
    expect(report.replicas).toMatchObject({ targetPerSecond: 200, replicas: 5 })
    expect(report.cost!.perThousandRequests).toBeCloseTo((12.5 / 3600 / 200) * 1000, 9)
    const alone = sizeDeployment({ pricePerHour: 2.5 }, answer, tokens)
    expect(alone.replicas).toBeNull()
    expect(alone.cost!.perThousandRequests).toBeCloseTo((2.5 / 3600 / 74) * 1000, 9)
  })

  test('says nothing where nothing was asked, or verified', () => {
    const none = { replicas: null, cost: null }
    expect(sizeDeployment({}, answer, tokens)).toEqual(none)
    expect(sizeDeployment(deployment, { axis: 'rate', verified: null }, tokens)).toEqual(none)
  })

  test.each([
    [{ targetPerSecond: 5, headroom: 1 }, 'rate'],
    [{ targetPerSecond: 5, spare: 0.5 }, 'rate'],
    [{ targetPerSecond: 0 }, 'rate'],
    [{ pricePerHour: Number.NaN }, 'rate'],
    [{ pricePerHour: 1 }, 'concurrency'],
  ] as const)('%o along a %s is refused before there is an answer', (wanted, axis) => {
    expect(() => checkDeployment(wanted, axis)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(() => checkDeployment(deployment, 'rate')).not.toThrow()
  })
})

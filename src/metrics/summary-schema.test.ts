import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parseObjective } from '../plan/parse-objective.ts'
import { drawExponential } from '../statistics/draw-exponential.ts'
import { createRandom } from '../statistics/random.ts'
import { connect } from './definitions/connect.ts'
import { e2e } from './definitions/e2e.ts'
import { e2eFromPlan } from './definitions/e2e-from-plan.ts'
import { inputTokens } from './definitions/input-tokens.ts'
import { itl } from './definitions/itl.ts'
import { lateness } from './definitions/lateness.ts'
import { ntpot } from './definitions/ntpot.ts'
import { outputTokens } from './definitions/output-tokens.ts'
import { rtt } from './definitions/rtt.ts'
import { tokensPerEvent } from './definitions/tokens-per-event.ts'
import { tpot } from './definitions/tpot.ts'
import { ttfat } from './definitions/ttfat.ts'
import { ttft } from './definitions/ttft.ts'
import { ttftFromPlan } from './definitions/ttft-from-plan.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { summaryContext } from './fixtures/summary-context.ts'
import { describeMetric, type MetricDefinition } from './request-metric.ts'
import type { Measurements, Summary } from './summary.ts'
import { SummaryBuilder } from './summary-builder.ts'

const schema: AnySchemaObject = JSON.parse(
  readFileSync(new URL('../../schema/summary.schema.json', import.meta.url), 'utf8'),
)
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema)

/** A summary as a reader of the file gets it: with figures and refusals, and a failure, so that every list has an element. */
function builtSummary(): Summary {
  const random = createRandom(5)
  const records = Array.from({ length: 100 }, (_, index) =>
    streamedRecord(
      100 * index,
      [50, 90].map((ms) => 100 * index + ms + drawExponential(random, 9)),
      {
        index,
        query: Math.floor(index / 2),
        inputTokens: 9,
        errorBoundNs: 5,
        firstTokenErrorBoundNs: 5,
        sendErrorBoundNs: 5,
      },
    ),
  )
  records.push(streamedRecord(1000, [], { status: 'reset', error: 'peer gone' }))
  const objectives = ['ttft.p99 < 1s', 'ttft < 1s', 'e2e.mean < 1s', 'goodput > 99%', 'requests_per_s > 1']
  const builder = new SummaryBuilder({ kind: 'requests' }, objectives.map(parseObjective), 2)
  for (const record of records) builder.add(record)
  for (const record of records) builder.addAgain(record)
  for (const record of records) builder.addThird(record)
  return judged(builder.build(summaryContext))
}

/** With a verdict, which is given on the measurements later. */
function judged(measurements: Measurements): Summary {
  const check = {
    id: 'conservation',
    status: 'ok',
    statistic: 0,
    threshold: 0,
    n: 2,
    affects: ['*'],
    message: 'every request is accounted for',
    remedy: null,
  } as const
  return JSON.parse(JSON.stringify({ ...measurements, verdict: { status: 'VALID', checks: [check] } }))
}

function resolved(node: AnySchemaObject): AnySchemaObject {
  return node.$ref === undefined ? node : schema.$defs[node.$ref.split('/').at(-1)]
}

/** Paths at which the schema's keys and the value's differ. `errors` is keyed by what happened. */
function disagreements(node: AnySchemaObject, value: unknown, at: string): string[] {
  const { properties, items } = resolved(node)
  if (value === null) return []
  if (items !== undefined)
    return (value as unknown[]).flatMap((item) => disagreements(items, item, `${at}[]`))
  if (properties === undefined || at === '.errors') return []
  const inSchema = Object.keys(properties)
  const inValue = Object.keys(value as object)
  const differing = [
    ...inSchema.filter((key) => !inValue.includes(key)),
    ...inValue.filter((key) => !inSchema.includes(key)),
  ]
  if (differing.length > 0) return differing.map((key) => `${at}.${key}`)
  return inSchema.flatMap((key) =>
    disagreements(properties[key], (value as Record<string, unknown>)[key], `${at}.${key}`),
  )
}

describe('schema/summary.schema.json', () => {
  test('accepts a built summary, and one of a run without requests', () => {
    expect([validate(builtSummary()), validate.errors]).toEqual([true, null])
    const objectives = ['ttft.p99 < 1s', 'goodput > 99%'].map(parseObjective)
    for (const given of [[], objectives]) {
      const empty = new SummaryBuilder({ kind: 'requests' }, given).build(summaryContext)
      expect([validate(judged(empty)), validate.errors]).toEqual([true, null])
    }
  })

  test('has the keys of a summary, all required', () => {
    expect(disagreements(schema, builtSummary(), '')).toEqual([])
  })

  test.each([
    ['a key too many', (summary: Summary) => ({ ...summary, extra: 1 })],
    ['a key too few', (summary: Summary) => ({ ...summary, throughput: undefined })],
    ['another version', (summary: Summary) => ({ ...summary, schema: 'tare.summary/2' })],
    ['an epoch that is a number', (summary: Summary) => ({ ...summary, epoch_unix_ns: 5 })],
    [
      'a distribution without n',
      ({ latency_ms, ...summary }: Summary) => ({ ...summary, latency_ms: { ...latency_ms, itl: {} } }),
    ],
    ['an unknown kind of error', (summary: Summary) => ({ ...summary, errors: { exploded: 1 } })],
    [
      'an interval with one end',
      ({ throughput, ...summary }: Summary) => ({
        ...summary,
        throughput: { ...throughput, ci95: { ...throughput.ci95, requests_per_s: [1] } },
      }),
    ],
    [
      'a verdict of another kind',
      (summary: Summary) => ({ ...summary, verdict: { status: 'FINE', checks: [] } }),
    ],
    [
      'an objective of an unknown end',
      ({ objectives, ...summary }: Summary) => ({
        ...summary,
        objectives: objectives.map((result) => ({ ...result, status: 'passed' })),
      }),
    ],
    ['a share above 1', (summary: Summary) => ({ ...summary, goodput: { ...summary.goodput, share: 2 } })],
    ['a negative count', ({ load, ...summary }: Summary) => ({ ...summary, load: { ...load, ok: -1 } })],
  ])('refuses %s', (_, broken) => {
    expect(validate(broken(builtSummary()))).toBe(false)
  })

  test("describes each metric in its definition's words", () => {
    const { latency_ms, load, tokens, network } = schema.properties
    const described: readonly (readonly [AnySchemaObject, string, MetricDefinition])[] = [
      ...[ttft, ttfat, itl, tpot, ntpot, e2e, ttftFromPlan, e2eFromPlan].map(
        (metric) => [latency_ms, metric.name, metric] as const,
      ),
      [load, 'lateness_ms', lateness],
      [tokens, 'input', inputTokens],
      [tokens, 'output', outputTokens],
      [tokens, 'per_event', tokensPerEvent],
      [network, 'rtt_us', rtt],
      [network, 'connect_ms', connect],
    ]
    for (const [group, key, metric] of described) {
      expect(group.properties[key].description).toBe(describeMetric(metric))
    }
  })

  test('every property is described', () => {
    const undescribed = (node: AnySchemaObject, at: string): string[] =>
      Object.entries<AnySchemaObject>(node.properties ?? {}).flatMap(([key, child]) => [
        ...(child.description === undefined && at !== '.errors' ? [`${at}.${key}`] : []),
        ...undescribed(child, `${at}.${key}`),
      ])
    expect(undescribed(schema, '')).toEqual([])
  })
})

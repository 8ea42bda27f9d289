import { describe, expect, it } from 'vitest'
import { planOfAuthored } from '../expand-plan.ts'
import { around, errorOf, planOf } from '../fixtures/authored-plans.ts'
import { planFromFlags } from '../plan-from-flags.ts'
import type { RunFlags } from '../run-flags.ts'
import { definePlan } from './read-authored-plan.ts'

describe('an authored plan', () => {
  it('says by keys what flags say', () => {
    const text = `
target: {url: http://h:1, api: openai-completions, model: m, stream: false, headers: {X-A: 1}, api_key_env: KEY, extra_body: {top_k: 5}}
load: {rate: 10..100, arrival: gamma, burstiness: 0.5, duration: 1m, requests: 1000, warmup: 2s, max_concurrency: 64, seed: 7}
workload: {input_tokens: 64, output_tokens: 'normal(96,16)', ignore_eos: false, same_payload: true}
measure: {timeout: 10s, drain: 0, scrape: {url: http://h:2/metrics, interval: 500ms}}
client: {workers: 3, transport: portable, pin: true, preflight: false}
objectives: [e2e.p99 < 2s, goodput > 99%]
output: {dir: o, label: l, format: json}
`
    const flags: RunFlags = {
      url: 'http://h:1',
      api: 'openai-completions',
      model: 'm',
      stream: false,
      header: ['X-A: 1'],
      apiKeyEnv: 'KEY',
      extraBody: '{"top_k":5}',
      rate: '10..100',
      arrival: 'gamma',
      burstiness: '0.5',
      duration: '1m',
      requests: '1000',
      warmup: '2s',
      maxConcurrency: '64',
      seed: '7',
      inputTokens: '64',
      outputTokens: 'normal(96,16)',
      ignoreEos: false,
      samePayload: true,
      timeout: '10s',
      drain: '0',
      scrape: 'http://h:2/metrics',
      scrapeInterval: '500ms',
      workers: '3',
      transport: 'portable',
      pin: true,
      preflight: false,
      objective: ['e2e.p99 < 2s', 'goodput > 99%'],
      out: 'o',
      label: 'l',
      format: 'json',
    }
    expect(planOf(text)).toEqual(planFromFlags(flags, around))
    expect(planOf('', { flags })).toEqual(planFromFlags(flags, around))
  })

  it.each(['', '# nothing', 'load:', 'load: {rate: null}', '{}', 'null'])(
    'that is %j has all defaults',
    (text) => {
      expect(planOf(text)).toEqual(planFromFlags({}, around))
    },
  )

  it('takes stages as texts, as mappings, and as plan.yaml has them', () => {
    const { stages } = planOf(`load: {warmup: 0s, stages: [
      '30s rate=10..100 arrival=constant',
      {duration: 30s, rate: 10..100, arrival: constant},
      {kind: open, duration: 30s, start_rate_per_s: 10, end_rate_per_s: 100, arrival: constant, burstiness: 1},
      {duration: 5s, concurrency: 4, think_time: 200ms},
      {kind: closed, duration: 5s, start_concurrency: 4, end_concurrency: 4, think_time: 200ms},
      {kind: unpaced, duration: 5s}]}`).load
    const queries = planOf(`load: {stages: [
      '8s concurrency=2 query=8',
      {duration: 8s, concurrency: 2, query_size: 8},
      {kind: closed, duration: 8s, start_concurrency: 2, end_concurrency: 2, query_size: 8, think_time: 0s}]}`).load
    expect(queries.stages[0]).toMatchObject({ startConcurrency: 2, querySize: 8 })
    expect(queries.stages.slice(1)).toEqual([queries.stages[0], queries.stages[0]])
    expect(stages[1]).toEqual(stages[0])
    expect(stages[2]).toEqual(stages[0])
    expect(stages[4]).toEqual(stages[3])
    expect(stages[5]).toEqual({ kind: 'unpaced', durationNs: 5e9 })
  })

  it('may have a seed of its own for prompts', () => {
    const plan = planOf('workload: {seed: 5}\nload: {seed: 6}')
    expect([plan.workload.seed, plan.load.seed]).toEqual([5, 6])
  })

  it('is an object in the library', () => {
    expect(planOfAuthored(definePlan({ load: { rate: 8 } }), around).load.stages[0]).toMatchObject({
      startRatePerSecond: 8,
    })
    expect(() => definePlan({ lod: {} } as object)).toThrow(
      'the plan: lod: unknown key "lod" (did you mean load?)',
    )
  })
})

describe('flags over a plan', () => {
  it.each<[string, RunFlags, RunFlags]>([
    ['load: {rate: 3, arrival: constant}', { rate: '5' }, { rate: '5', arrival: 'constant' }],
    ['load: {concurrency: 3, think_time: 1s}', { rate: '5' }, { rate: '5' }],
    ['load: {rate: 3, arrival: constant, max_concurrency: 9}', { concurrency: '5' }, { concurrency: '5' }],
    [
      'load: {stages: [10s rate=1]}',
      { concurrency: '5', duration: '1s' },
      { concurrency: '5', duration: '1s' },
    ],
    ['load: {rate: 3, duration: 9s}', { stage: ['10s rate=1'] }, { stage: ['10s rate=1'] }],
    ['workload: {input_tokens: 9}', { prompts: 'p' }, { prompts: 'p' }],
    ['target: {simulator_preset: x}', { url: 'http://h' }, { url: 'http://h' }],
    ['target: {headers: {a: 1, b: 2}}', { header: ['B: 3'] }, { header: ['a: 1', 'b: 3'] }],
    ['target: {stream: false}', { stream: true }, { stream: true }],
    ['objectives: [e2e < 1s]', { objective: ['ttft < 1s'] }, { objective: ['ttft < 1s'] }],
  ])('%s with %j', (text, flags, same) => {
    expect(planOf(text, { flags })).toEqual(planFromFlags(same, around))
  })
})

describe('includes', () => {
  it('lie beneath, the later over the earlier, relative to their file', () => {
    const files = {
      'a.yaml': 'target: {url: http://a, model: a}\nload: {concurrency: 3, warmup: 1s}',
      'sub/b.yaml': 'include: ../sub/c.yaml\ntarget: {model: b}',
      'sub/c.yaml': 'load: {warmup: 7s}\noutput: {label: c}',
    }
    const plan = planOf('include: [a.yaml, sub/b.yaml]\nload: {rate: 4}', { files })
    expect(plan).toEqual(
      planFromFlags({ url: 'http://a', model: 'b', rate: '4', warmup: '7s', label: 'c' }, around),
    )
  })

  it('name their own file and place for what is wrong in them', () => {
    expect(errorOf('include: a.yaml', { files: { 'a.yaml': '\nlod: 1' } }).message).toContain(
      'a.yaml:2:1: lod',
    )
    const files = { 'a.yaml': 'load:\n  think_time: 1s' }
    expect(errorOf('include: a.yaml\nload: {arrival: constant}', { files }).message).toMatch(
      /^tare\.yaml:2:17: load\.arrival/,
    )
  })

  it.each<[string, Record<string, string>, string]>([
    [
      'include: tare.yaml',
      { 'tare.yaml': '' },
      'tare.yaml:1:10: include: tare.yaml includes tare.yaml: a circle',
    ],
    [
      'include: [a.yaml]',
      { 'a.yaml': 'include: ./tare.yaml' },
      'a.yaml:1:10: include: tare.yaml includes a.yaml includes tare.yaml',
    ],
    ['include: [b.yaml]', {}, "tare.yaml:1:11: include[0]: can't read b.yaml: ENOENT"],
    ['include: [a.yaml]', { 'a.yaml': 'version: 1' }, "a run's plan.yaml can't be included"],
    ['include: {}', {}, 'include: must be a text'],
  ])('refuse %s', (text, files, message) => {
    expect(errorOf(text, { files }).message).toContain(message)
  })

  it('refuse a bomb of files', () => {
    const files = Object.fromEntries(
      Array.from({ length: 19 }, (_, k) => [`f${k}.yaml`, `include: [f${k + 1}.yaml, f${k + 1}.yaml]`]),
    )
    files['f19.yaml'] = ''
    expect(errorOf('include: f0.yaml', { files }).message).toContain('includes too many files')
  })
})

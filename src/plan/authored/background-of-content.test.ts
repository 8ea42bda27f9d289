import { describe, expect, it } from 'vitest'
import { expandPlan } from '../expand-plan.ts'
import { around, errorOf, planOf } from '../fixtures/authored-plans.ts'
import type { BackgroundPlan } from '../plan.ts'
import { readPlanYaml, writePlanYaml } from '../plan-file.ts'
import { definePlan } from './read-authored-plan.ts'

const target =
  'target: {url: "http://h:8000", model: a, api_key_env: KEY, headers: {x-team: t}, extra_body: {k: 1}}'

function background(text: string, main = target): BackgroundPlan {
  return planOf(`${main}\n${text}`).background!
}

describe('what a background doesn’t say', () => {
  it('of its target and workload is as the measured one’s', () => {
    const plan = planOf(
      `${target}\nworkload: {input_tokens: 9, seed: 3}\nbackground: {target: {model: b}, load: {concurrency: 4}}`,
    )
    expect(plan.background).toMatchObject({
      target: { ...plan.target, model: 'b' },
      workload: { ...plan.workload, seed: plan.background!.load.seed },
      load: {
        warmupNs: 0,
        stages: [
          { kind: 'closed', startConcurrency: 4, endConcurrency: 4, durationNs: Number.POSITIVE_INFINITY },
        ],
      },
      workers: 1,
    })
  })

  it('of its seeds is another, which follows that of the run', () => {
    const seeds = [1, 2].map((seed) => {
      const plan = planOf(`load: {seed: ${seed}}\nbackground: {load: {rate: 2}}`)
      expect(plan.background!.load.seed).not.toBe(plan.load.seed)
      expect(plan.background!.workload.seed).toBe(plan.background!.load.seed)
      return plan.background!.load.seed
    })
    expect(seeds[0]).not.toBe(seeds[1])
    expect(background('background: {load: {rate: 2, seed: 8}}').load.seed).toBe(8)
  })

  it('is nothing of another server’s: no key, no header, no model', () => {
    const { target: own } = background('background: {target: {url: "http://other:1"}, load: {rate: 2}}')
    expect(own).toMatchObject({
      url: 'http://other:1',
      model: null,
      apiKeyEnv: null,
      headers: {},
      extraBody: null,
    })
  })

  it('is no workload of another API', () => {
    const { workload, target: own } = background(
      'workload: {output_tokens: 5}\nbackground: {target: {api: kserve-v2, model: b}, load: {rate: 2}}',
      'target: {url: "http://h:8000/v1/chat/completions"}',
    )
    expect(own).toMatchObject({ url: 'http://h:8000', api: 'kserve-v2', stream: false })
    expect(workload).toMatchObject({ inputTokens: null, outputTokens: null })
  })

  it('gives way to what it says of its prompts', () => {
    const { workload } = background(
      'workload: {input_tokens: 9}\nbackground: {workload: {prompts_file: p}, load: {rate: 2}}',
    )
    expect(workload).toMatchObject({ inputTokens: null, promptsFile: 'p' })
  })
})

describe('no background', () => {
  it.each([
    '',
    'background:',
    'background: {target: {model: null}, load: }',
    'background: {load: {rate: 0}}',
  ])('%s', (text) => expect(planOf(text).background).toBeNull())

  it('keeps the measured run as it is with one: as many workers', () => {
    const plan = definePlan({
      load: { concurrency: 64, duration: '1s' },
      matrix: { axes: { 'background.load.concurrency': [0, 8] } },
    })
    const { cells } = expandPlan(plan, around)
    expect(cells.map(({ plan: { client } }) => client.workers)).toEqual([2, 2])
    expect(cells.map(({ id }) => id).sort()).toEqual(['background.concurrency=0', 'background.concurrency=8'])
    expect(cells.map(({ plan: own }) => own.background === null)).toContain(true)
    expect(planOf('load: {concurrency: 64}').client.workers).toBe(3)
  })
})

it('is written whole, and read again', () => {
  const plan = planOf(
    `${target}\nbackground: {target: {headers: {authorization: "Bearer \${env:T}"}, api_key_env: null}, load: {rate: 2.5, arrival: gamma, burstiness: 0.5, max_concurrency: 9}, workers: 2}`,
    {},
  )
  expect(plan.background!.target.headers).toEqual({ 'x-team': 't', authorization: 'Bearer ${env:T}' })
  expect(readPlanYaml(writePlanYaml(plan), 'plan.yaml')).toEqual(plan)
  const finite = writePlanYaml(plan).replace('duration: unbounded', 'duration: 5s')
  expect(() => readPlanYaml(finite, 'plan.yaml')).toThrow(
    /background\.load\.stage\.duration: must be unbounded/,
  )
  const urlless = writePlanYaml(plan).replace(/(background:\n {2}target:\n {4}url: ).*/, '$1null')
  expect(() => readPlanYaml(urlless, 'plan.yaml')).toThrow(/background\.target\.url: must be given/)
})

describe('is refused', () => {
  it.each<[string, string, string]>([
    [
      'a duration',
      'background: {load: {rate: 2, duration: 3s}}',
      'tare.yaml:1:30: background.load.duration: unknown key "duration": the background lasts as long as',
    ],
    [
      'a warm-up',
      'background:\n  load:\n    warmup: 3s',
      'tare.yaml:3:5: background.load.warmup: unknown key',
    ],
    ['requests', 'background: {load: {requests: 3}}', 'background.load.requests: unknown key'],
    ['stages', 'background: {load: {stages: [1s rate=1]}}', 'background.load.stages: unknown key'],
    [
      'a ramp',
      'background: {load: {rate: 1..5}}',
      'tare.yaml:1:27: background.load.rate: "1..5" isn\'t a rate',
    ],
    [
      'a simulator of its own',
      'background: {target: {simulator_preset: fast}}',
      'background.target.simulator_preset: unknown key',
    ],
    [
      'no load',
      'background: {target: {model: b}}',
      'tare.yaml:1:1: background: has no load: give background.load.rate or',
    ],
    [
      'two loads',
      'background: {load: {rate: 2, think_time: 1s}}',
      "background.load.think_time: doesn't go with background.load.rate",
    ],
    [
      'two loads, of which one is 0',
      'background: {load: {concurrency: 0, arrival: poisson}}',
      "background.load.arrival: doesn't go with background.load.concurrency",
    ],
    [
      'a limit of a closed loop',
      'background: {load: {concurrency: 2, max_concurrency: 3}}',
      "background.load.max_concurrency: doesn't go with a closed loop",
    ],
    [
      'more workers than it can use',
      'background: {load: {rate: 2, max_concurrency: 3}, workers: 4}',
      'tare.yaml:1:60: background.workers: load.max_concurrency leaves work for 3 at most',
    ],
    ['an axis of its seed', 'matrix: {axes: {background.load.seed: [1]}}', "background.load.seed can't vary"],
  ])('%s', (_, text, message) => expect(errorOf(text).message).toContain(message))

  it('a misspelt one, with the nearest key; a bare name is the measured load’s', () => {
    expect(errorOf('backgroud: {load: {rate: 2}}').message).toContain('did you mean background?')
    expect(errorOf('background: {load: {rat: 2}}').message).toContain('did you mean rate?')
    expect(errorOf('concurrency: 3').message).toContain('(did you mean load.concurrency?)')
  })
})

import { expect, it } from 'vitest'
import { payloadProblems } from './payload-problems.ts'
import type { Plan } from './plan.ts'
import { readPlanYaml, writePlanYaml } from './plan-file.ts'
import { planFromFlags } from './plan-from-flags.ts'
import type { RunFlags } from './run-flags.ts'

const around = { cores: 2, platform: 'linux', now: new Date(0), randomSeed: 9 }
const planOf = (flags: RunFlags): Plan => planFromFlags({ url: 'http://h:8080', ...flags }, around)
const problems = (plan: Plan): string[] =>
  [...payloadProblems(plan)].map(({ path, message }) => `${path.join('.')}: ${message}`)

it.each<RunFlags>([
  {},
  { prompts: 'x' },
  { api: 'torchserve' },
  { api: 'torchserve', body: 'x', contentType: 'a/b' },
  { api: 'torchserve-workflow', prompts: 'x' },
  { api: 'kserve-v2', extraBody: '{}', shape: ['x:1'] },
  { api: 'kserve-v2', body: 'x', samePayload: true },
])('finds nothing in what flags make: %j', (flags) => {
  expect(problems(planOf(flags))).toEqual([])
})

const body = planOf({ api: 'torchserve', body: 'x' })
const words = planOf({ api: 'torchserve' })
const tensors = planOf({ api: 'kserve-v2' })
const chat = planOf({})

it.each<[string, Plan, Partial<Plan['workload']>, readonly string[]]>([
  ['two contents', body, { inputTokens: '5' }, ['workload.input_tokens: it must be null: the body is']],
  ['a file of prompts too', body, { promptsFile: 'p' }, ['workload.prompts_file: it must be null']],
  ['no content', words, { inputTokens: null }, ['workload.input_tokens: it must be given, or prompts_file']],
  [
    'tokens to generate',
    words,
    { outputTokens: '5' },
    ['workload.output_tokens: it must be null: torchserve gen'],
  ],
  ['no end of them', words, { ignoreEos: true }, ['workload.ignore_eos: it must be false']],
  [
    'shapes of words',
    words,
    { shapes: { x: [1] } },
    ['workload.shapes: it must be null: torchserve takes no'],
  ],
  [
    'words as tensors',
    tensors,
    { inputTokens: '5' },
    ['workload.input_tokens: it must be null: kserve-v2 takes'],
  ],
  ['tensors as an image', tensors, { contentType: 'a/b' }, ['workload.content_type: it must be null']],
  ['a body for chat', chat, { body: 'x' }, ['workload.body: it must be null: openai-chat makes']],
])('finds %s', (_, plan, workload, expected) => {
  const found = problems({ ...plan, workload: { ...plan.workload, ...workload } })
  expect(found).toHaveLength(expected.length)
  for (const [i, problem] of found.entries()) expect(problem).toContain(expected[i]!)
})

it('finds a stream that can’t be, and fields that nothing takes', () => {
  const target = { ...words.target, stream: true, extraBody: {} }
  expect(problems({ ...words, target })).toEqual([
    'target.stream: torchserve answers in one piece: it must be false',
    'target.extra_body: it must be null: there is no JSON of ours to add it to',
  ])
})

it('reads plans that were written before there were payloads', () => {
  const yaml = writePlanYaml(chat)
  const before = yaml.replaceAll(/^ {2}(body|content_type|shapes|same_payload):.*\n/gm, '')
  expect(before.split('\n').length).toBe(yaml.split('\n').length - 4)
  expect(readPlanYaml(before, 'plan.yaml')).toEqual(chat)
})

import { describe, expect, it } from 'vitest'
import { TareError } from '../errors.ts'
import { type ApiName, apiNames, unaryApis } from './plan.ts'
import { planFromFlags } from './plan-from-flags.ts'
import type { RunFlags } from './run-flags.ts'

const around = { cores: 2, platform: 'linux', now: new Date(0), randomSeed: 9 }
const planOf = (flags: RunFlags) => planFromFlags({ url: 'http://h:8080', ...flags }, around)

const none = {
  seed: 9,
  inputTokens: null,
  outputTokens: null,
  promptsFile: null,
  ignoreEos: false,
  body: null,
  contentType: null,
  shapes: null,
  samePayload: false,
}

describe('what is sent to an API without tokens', () => {
  it.each<[string, RunFlags, object]>([
    ['the bytes of a file', { api: 'torchserve', body: 'kitten.jpg' }, { body: 'kitten.jpg' }],
    [
      'as another media type',
      { api: 'torchserve-workflow', body: 'x', contentType: 'image/jpeg; q="1"' },
      { body: 'x', contentType: 'image/jpeg; q="1"' },
    ],
    ['words, when nothing else is given', { api: 'torchserve' }, { inputTokens: '512' }],
    ['words of a length', { api: 'torchserve', inputTokens: '7' }, { inputTokens: '7' }],
    ['prompts of a file', { api: 'torchserve', prompts: 'p.jsonl' }, { promptsFile: 'p.jsonl' }],
    ['tensors that are made up', { api: 'kserve-v2' }, {}],
    [
      'tensors of a shape',
      { api: 'kserve-v2', shape: ['image:1,3,224,224', 'a:b:2'] },
      { shapes: { image: [1, 3, 224, 224], 'a:b': [2] } },
    ],
    ['JSON of a file', { api: 'kserve-v2', body: 'x.json' }, { body: 'x.json' }],
    ['the same again and again', { api: 'kserve-v2', samePayload: true }, { samePayload: true }],
  ])('%s', (_, flags, expected) => {
    expect(planOf(flags).workload).toEqual({ ...none, ...expected })
  })

  it('asks for no stream, and needn’t be told so', () => {
    for (const api of apiNames) expect(planOf({ api }).target.stream).toBe(!unaryApis.includes(api))
    expect(planOf({ api: 'torchserve', stream: false }).target.stream).toBe(false)
    expect(planOf({ stream: true }).target.stream).toBe(true)
  })

  it('adds fields to the JSON that it makes', () => {
    const { target } = planOf({ api: 'kserve-v2', extraBody: '{"parameters":{"priority":1}}' })
    expect(target.extraBody).toEqual({ parameters: { priority: 1 } })
  })
})

const torchserve: ApiName = 'torchserve'

it.each<[RunFlags, string]>([
  [{ api: torchserve, stream: true }, "--stream doesn't go with --api torchserve"],
  [{ api: torchserve, outputTokens: '5' }, "--output-tokens doesn't go with --api torchserve"],
  [{ api: torchserve, ignoreEos: true }, "--ignore-eos doesn't go with --api torchserve"],
  [{ api: torchserve, shape: ['x:1'] }, "--shape doesn't go with --api torchserve"],
  [{ api: torchserve, body: 'x', prompts: 'y' }, "--prompts doesn't go with --body"],
  [{ api: torchserve, body: 'x', inputTokens: '5' }, "--input-tokens doesn't go with --body"],
  [{ api: torchserve, prompts: 'x', inputTokens: '5' }, "--input-tokens doesn't go with --prompts"],
  [{ api: torchserve, extraBody: '{}' }, '--extra-body has nothing to add to'],
  [{ api: torchserve, body: '' }, '--body: its value is empty'],
  [{ api: torchserve, contentType: 'jpeg' }, '--content-type: "jpeg" isn\'t a media type'],
  [{ api: torchserve, contentType: 'a/b\r\nx-y: z' }, '--content-type:'],
  [{ api: 'kserve-v2', prompts: 'x' }, "--prompts doesn't go with --api kserve-v2"],
  [{ api: 'kserve-v2', contentType: 'a/b' }, "--content-type doesn't go with --api kserve-v2"],
  [{ api: 'kserve-v2', body: 'x', extraBody: '{}' }, '--extra-body has nothing to add to'],
  [{ api: 'kserve-v2', body: 'x', shape: ['x:1'] }, "--shape doesn't go with --body"],
  [{ api: 'kserve-v2', shape: ['224'] }, '--shape: "224" isn\'t a shape'],
  [{ api: 'kserve-v2', shape: ['x:1,-1'] }, '--shape:'],
  [{ api: 'kserve-v2', shape: ['x:0'] }, "--shape: [0] isn't a shape"],
  [{ api: 'kserve-v2', shape: ['x:9999999999'] }, '--shape:'],
  [{ api: 'kserve-v2', shape: ['x:1', 'x:2'] }, '--shape: the shape of x is given twice'],
  [{ body: 'x' }, "--body doesn't go with --api openai-chat"],
  [{ contentType: 'a/b' }, "--content-type doesn't go with --api openai-chat"],
])('refuses %j', (flags, message) => {
  expect(() => planOf(flags)).toThrow(TareError)
  expect(() => planOf(flags)).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
  )
})

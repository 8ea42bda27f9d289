import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import { planFromFlags } from '../plan/plan-from-flags.ts'
import type { WorkloadSpec } from '../workload/create-workload.ts'
import { firstModel } from './first-model.ts'
import { targetOf } from './fixtures/target-of.ts'
import { listModels } from './model-list.ts'
import { tensorWorkload } from './tensor-workload.ts'

const never = new AbortController().signal
const around = { cores: 2, platform: 'linux', now: new Date(0), randomSeed: 9 }
const image = { name: 'image', datatype: 'FP32', shape: [-1, 3, 8] }
const ids = { name: 'ids', datatype: 'INT64', shape: ['-1'] }

async function workloadOf(
  answer: RequestListener,
  shape: readonly string[] = [],
  model = 'm',
): Promise<WorkloadSpec> {
  const { workload } = planFromFlags({ url: 'http://h', api: 'kserve-v2', shape }, around)
  return tensorWorkload(workload, await targetOf(answer), model, { authorization: 'Bearer k' }, never)
}

const describes =
  (inputs: unknown, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify({ inputs }))

describe('tensorWorkload', () => {
  test('takes inputs from the model, with 1 where it leaves a size open', async () => {
    let asked: string | undefined
    const spec = await workloadOf(
      (request, response) => {
        asked = `${request.method} ${request.url} ${request.headers.authorization}`
        response.end(JSON.stringify({ inputs: [image, ids] }))
      },
      [],
      'a b/versions/2',
    )
    expect(asked).toBe('GET /base/v2/models/a%20b/versions/2 Bearer k')
    expect(spec).toEqual({
      seed: 9,
      outputTokens: null,
      samePayload: false,
      prompts: {
        kind: 'tensors',
        tensors: [
          { name: 'image', datatype: 'FP32', shape: [1, 3, 8] },
          { name: 'ids', datatype: 'INT64', shape: [1] },
        ],
      },
    })
  })

  test('takes open sizes from the plan', async () => {
    const { prompts } = await workloadOf(describes([image, ids]), ['image:4,3,8'])
    expect(prompts).toMatchObject({ tensors: [{ shape: [4, 3, 8] }, { shape: [1] }] })
  })

  test.each([
    ['another size', ['image:4,1,8'], "the model's input image is [-1,3,8], and [4,1,8] doesn't fit it"],
    ['another rank', ['image:4,3'], "doesn't fit"],
    ['another name', ['img:1'], 'm has no input img'],
  ])('refuses a shape of %s', async (_, shape, message) => {
    await expect(workloadOf(describes([image, ids]), shape)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining(message),
    })
  })

  test.each([
    ['404', describes([image], 404)],
    ['no inputs', describes([])],
    ['inputs of another kind', describes([{ name: 'x', datatype: 'FP32', shape: ['x'] }])],
    ['no JSON', (_: unknown, response: { end(text: string): void }) => response.end('<html>')],
    ['null', (_: unknown, response: { end(text: string): void }) => response.end('null')],
  ] as [string, RequestListener][])('refuses a model that doesn’t describe itself: %s', async (_, answer) => {
    await expect(workloadOf(answer)).rejects.toMatchObject({
      code: 'target',
      hint: expect.stringContaining('--body'),
    })
  })

  test('refuses tensors that would be too large', async () => {
    const large = { name: 'x', datatype: 'FP32', shape: [-1, 1e9] }
    await expect(workloadOf(describes([large]))).rejects.toMatchObject({ code: 'input' })
  })
})

const kserve = { api: 'kserve-v2', apiKeyEnv: null } as const

describe('models of KServe V2', () => {
  test('are those of the repository that are ready, each once', async () => {
    let method: string | undefined
    const target = await targetOf((request, response) => {
      method = `${request.method} ${request.url}`
      const models = [
        { name: 'off', state: 'UNAVAILABLE' },
        { name: 'a', version: '1', state: 'READY' },
        { name: 'a', version: '2', state: 'READY' },
        { name: 'stateless' },
        { version: '1' },
        null,
      ]
      response.end(JSON.stringify(models))
    })
    expect(await listModels(kserve, target, {}, never)).toEqual(['a', 'stateless'])
    expect(method).toBe('POST /base/v2/repository/index')
    expect(await firstModel(kserve, target, {}, never)).toBe('a')
  })

  test('none is an error that says where it looked', async () => {
    const target = await targetOf((_, response) => response.end('[]'))
    await expect(firstModel(kserve, target, {}, never)).rejects.toMatchObject({
      code: 'target',
      message: expect.stringContaining('/v2/repository/index'),
      hint: expect.stringContaining('--model'),
    })
  })
})

test('TorchServe isn’t asked for its models where it predicts, and the error says where they are', async () => {
  const target = await targetOf(() => {
    throw new Error('asked')
  })
  const torchserve = { api: 'torchserve', apiKeyEnv: null } as const
  await expect(firstModel(torchserve, target, {}, never)).rejects.toMatchObject({
    code: 'target',
    hint: expect.stringMatching(/--model.*8081/),
  })
})

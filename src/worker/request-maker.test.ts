import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { apis } from '../api/registry.ts'
import type { Prompt } from '../workload/prompt.ts'
import { createRequestMaker } from './request-maker.ts'
import type { WorkerOrder } from './worker-messages.ts'

const order = {
  runId: '20261121-175001-4f9c2a',
  request: { host: 'host:1', path: '/v1/x', headers: {} },
  model: 'm "quoted"',
  stream: true,
  ignoreEos: true,
  extraBody: { temperature: 0.5, stop: ['the text of the prompt goes'] },
} as unknown as WorkerOrder

const prompts: readonly Prompt[] = [
  { kind: 'text', text: 'plain words' },
  { kind: 'text', text: 'quotes " and \\ and \n and \u2028 and \ud83d\ude00 and ","max_tokens":1' },
  { kind: 'text', text: '' },
  { kind: 'messages', messages: [{ role: 'user', content: 'hello' }] },
]

test.each(apis)('bodies made from a frame are those that the API encodes: $name', (api) => {
  const extraBodies = [null, order.extraBody, { note: 'the text of the prompt goes here' }]
  for (const extraBody of extraBodies) {
    const make = createRequestMaker({ ...order, extraBody }, api, (index) => ({
      prompt: prompts[index % prompts.length]!,
      outputTokens: index < 8 ? 7 : undefined,
    }))
    for (let index = 0; index < 16; index++) {
      const { bytes, requestId, outputTokens } = make(index)
      const [head, body] = Buffer.from(bytes).toString('utf8').split('\r\n\r\n')
      expect(head).toContain(`x-request-id: ${requestId}`)
      expect(head).toContain('accept: text/event-stream')
      expect(body).toBe(
        api.encode(prompts[index % prompts.length]!, {
          model: order.model,
          stream: true,
          ignoreEos: true,
          ...(outputTokens === undefined ? {} : { maxTokens: outputTokens }),
          ...(extraBody === null ? {} : { extraBody }),
        }),
      )
    }
  }
})

test('equal bodies have equal hashes, others have others; the request id is in none', () => {
  const make = createRequestMaker(order, apis[0]!, (index) => ({
    prompt: prompts[index % 3]!,
    outputTokens: 7,
  }))
  const hashes = [0, 1, 2, 3, 4, 5].map((index) => make(index).bodyHash)
  expect(hashes.slice(3)).toEqual(hashes.slice(0, 3))
  expect(new Set(hashes).size).toBe(3)
  const body = Buffer.from(make(1).bytes).toString('utf8').split('\r\n\r\n')[1]!
  expect(hashes[1]).toBe(crc32(body))
})

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

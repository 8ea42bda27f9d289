import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { apiByName, apis } from '../api/registry.ts'
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

const ofPrompts = apis.filter(({ replies }) => replies === 'streamed')

test.each(ofPrompts)('bodies made from a frame are those that the API encodes: $name', (api) => {
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

test('a body of a file is sent as it is, byte by byte, with the hash that came with it', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const prompt: Prompt = { kind: 'body', bytes, crc32: 7 }
  for (const name of ['torchserve', 'torchserve-workflow', 'kserve-v2']) {
    const make = createRequestMaker(order, apiByName(name), () => ({ prompt, outputTokens: undefined }))
    const made = make(0)
    expect(Buffer.from(made.bytes.subarray(-256))).toEqual(Buffer.from(bytes))
    expect(Buffer.from(made.bytes).toString('latin1')).toContain('\r\ncontent-length: 256\r\n\r\n\0')
    expect(made.bodyHash).toBe(7)
  }
})

test('an API says what its bodies are and what it takes, unless the user does', () => {
  const headOf = (name: string, headers: Readonly<Record<string, string>>): string => {
    const request = { ...order.request, headers }
    const make = createRequestMaker({ ...order, request }, apiByName(name), () => ({
      prompt: { kind: 'text', text: 'é' },
      outputTokens: undefined,
    }))
    return Buffer.from(make(0).bytes).toString('utf8')
  }
  const own = headOf('torchserve', {})
  expect(own).toContain('\r\naccept: */*\r\n')
  expect(own).toContain('\r\ncontent-type: text/plain; charset=utf-8\r\n')
  expect(own).toMatch(/content-length: 2\r\n\r\né$/)
  const given = headOf('torchserve', { 'Content-Type': 'text/x' })
  expect(given.match(/content-type: .*/gi)).toEqual(['Content-Type: text/x'])
  expect(headOf('openai-chat', {})).toContain('\r\ncontent-type: application/json\r\n')
})

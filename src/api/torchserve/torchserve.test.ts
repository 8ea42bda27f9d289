import { describe, expect, it } from 'vitest'
import { TareError } from '../../errors.ts'
import { torchserveWorkflow } from '../torchserve-workflow/index.ts'
import { decodeBody } from './decode-body.ts'
import { encode } from './encode.ts'
import { torchserve } from './index.ts'

describe('encode', () => {
  it('sends a body as it is, the very same bytes', () => {
    const bytes = Uint8Array.of(0xff, 0xd8, 0)
    expect(encode({ kind: 'body', bytes, crc32: 0 })).toBe(bytes)
  })

  it('sends a text as it is, which is no JSON', () => {
    expect(encode({ kind: 'text', text: 'say "hi"' })).toBe('say "hi"')
  })

  it.each([
    { kind: 'messages', messages: [] },
    { kind: 'tensors', tensors: [] },
  ] as const)('has no form for $kind', (prompt) => {
    expect(() => encode(prompt)).toThrow(expect.objectContaining({ code: 'input' }))
    expect(() => encode(prompt)).toThrow(TareError)
  })
})

describe('decodeBody', () => {
  it.each([
    [
      'a full queue',
      '{"code":503,"type":"ServiceUnavailableException","message":"Model \\"x\\" has no worker to serve inference request. Please use scale workers API to add workers."}',
      'ServiceUnavailableException: Model "x" has no worker to serve inference request. Please use scale workers API to add workers.',
    ],
    [
      'no memory',
      '{"code":507,"type":"InsufficientStorageException","message":"oom"}',
      'InsufficientStorageException: oom',
    ],
    ['no type', '{"message":"oops"}', 'oops'],
  ])('reads the front end’s error: %s', (_, body, message) => {
    expect(decodeBody(body)).toEqual([{ kind: 'error', message }])
  })

  it.each(['', 'Prediction failed', '[1]', 'null', '{"cat":0.9}', '{"message":7}'])(
    'knows nothing of %j',
    (body) => {
      expect(decodeBody(body)).toEqual([])
    },
  )
})

it('has no events', () => {
  expect(() => torchserve.decodeEvent('{}')).toThrow(SyntaxError)
})

it('is the same for workflows, but for the path', () => {
  expect({ ...torchserveWorkflow, name: 'torchserve', path: torchserve.path }).toEqual(torchserve)
})

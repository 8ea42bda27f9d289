import { describe, expect, it } from 'vitest'
import type { Delta } from '../api.ts'
import { decodeBody } from './decode-body.ts'
import { encode } from './encode.ts'

const options = { model: 'm', stream: false, ignoreEos: false }
const tensor = (name: string, data: string) => ({
  name,
  datatype: 'FP32',
  shape: [1, 2],
  data: Buffer.from(data),
})

describe('encode', () => {
  it('writes tensors with their data as they came', () => {
    const tensors = [tensor('a "b"', '[0.1,0.2]'), tensor('c', '[3,4]')]
    const body = encode({ kind: 'tensors', tensors }, options)
    expect(JSON.parse(Buffer.from(body).toString('utf8'))).toEqual({
      inputs: [
        { name: 'a "b"', shape: [1, 2], datatype: 'FP32', data: [0.1, 0.2] },
        { name: 'c', shape: [1, 2], datatype: 'FP32', data: [3, 4] },
      ],
    })
  })

  it('puts the extra body’s fields beside them', () => {
    const extraBody = { parameters: { priority: 1 }, outputs: [{ name: 'y' }] }
    const body = encode({ kind: 'tensors', tensors: [tensor('a', '[1,2]')] }, { ...options, extraBody })
    const { inputs, ...rest } = JSON.parse(Buffer.from(body).toString('utf8'))
    expect(inputs).toHaveLength(1)
    expect(rest).toEqual(extraBody)
  })

  it('sends a body of a file as it is', () => {
    const bytes = Buffer.from('{"inputs":[]}')
    expect(encode({ kind: 'body', bytes, crc32: 0 }, options)).toBe(bytes)
  })

  it('refuses words, and inputs twice', () => {
    expect(() => encode({ kind: 'text', text: 'a' }, options)).toThrow(
      expect.objectContaining({ code: 'input' }),
    )
    const extraBody = { inputs: [] }
    expect(() => encode({ kind: 'tensors', tensors: [] }, { ...options, extraBody })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
  })
})

describe('decodeBody', () => {
  const outputs = [{ name: 'y', shape: [1], datatype: 'INT64', data: [7] }]

  it('gives outputs as one text, whatever else differs between replies', () => {
    const texts = ['1', '2'].map((id) => decodeBody(JSON.stringify({ model_name: 'm', id, outputs })))
    expect(texts[0]).toEqual([{ kind: 'token', text: JSON.stringify(outputs) }])
    expect(texts[1]).toEqual(texts[0])
  })

  it.each<[string, unknown, Delta]>([
    ['OIP', { error: 'unknown model' }, { kind: 'error', message: 'unknown model' }],
    ['an error beside outputs', { error: 'late', outputs }, { kind: 'error', message: 'late' }],
    ['TorchServe', { code: 503, type: 'X', message: 'busy' }, { kind: 'error', message: 'busy' }],
  ])('an error: %s', (_, reply, delta) => {
    expect(decodeBody(JSON.stringify(reply))).toEqual([delta])
  })

  it('takes error: null for none', () => {
    expect(decodeBody(JSON.stringify({ error: null, outputs }))).toMatchObject([{ kind: 'token' }])
  })

  it.each(['', '<html>', '[]', '{}', '{"outputs":3}'])('refuses %j', (body) => {
    expect(() => decodeBody(body)).toThrow(SyntaxError)
  })
})

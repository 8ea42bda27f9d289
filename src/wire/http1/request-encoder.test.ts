import { describe, expect, it } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { bodyRequestEncoder, encodeRequestHead, type RequestHead } from './request-encoder.ts'

const head: RequestHead = { method: 'POST', path: '/v1/x?y=1', host: 'h:8000', headers: { accept: '*/*' } }

describe('encodeRequestHead', () => {
  it('writes the request line, host, headers and length', () => {
    expect(Buffer.from(encodeRequestHead({ ...head, bodyLength: 3 })).toString('latin1')).toBe(
      'POST /v1/x?y=1 HTTP/1.1\r\nhost: h:8000\r\naccept: */*\r\ncontent-length: 3\r\n\r\n',
    )
    expect(Buffer.from(encodeRequestHead({ ...head, method: 'GET', headers: {} })).toString('latin1')).toBe(
      'GET /v1/x?y=1 HTTP/1.1\r\nhost: h:8000\r\n\r\n',
    )
  })

  it('lets a header take the place of the host', () => {
    const bytes = encodeRequestHead({ ...head, headers: { Host: 'virtual' } })
    expect(Buffer.from(bytes).toString('latin1')).toBe('POST /v1/x?y=1 HTTP/1.1\r\nHost: virtual\r\n\r\n')
  })

  it.each(['a\r\nb: c', 'a\nb', 'a\rb', 'a\0b', 'a\x1b', 'a\x7f', 'zażółć'])(
    'refuses the header value %j',
    (value) => {
      const error = thrownError('usage', () => encodeRequestHead({ ...head, headers: { 'x-key': value } }))
      expect(error.message).toContain('x-key')
      expect(error.message).not.toContain(value)
      expect(error.hint).toBeDefined()
      thrownError('usage', () => encodeRequestHead({ ...head, host: value }))
      thrownError('usage', () => bodyRequestEncoder(head)(value, '{}'))
    },
  )

  it.each(['', 'a b', 'a:b', 'a\r\nb', 'é'])('refuses the header name %j', (name) => {
    thrownError('usage', () => encodeRequestHead({ ...head, headers: { [name]: 'x' } }))
  })

  it.each(['Content-Length', 'transfer-encoding', 'X-Request-Id'])(
    'refuses %s, which is its own to set',
    (name) => {
      thrownError('usage', () => encodeRequestHead({ ...head, headers: { [name]: '1' } }))
    },
  )

  it.each(['', 'v1', '/a b', '/a\r\nb', '/é', '/a\0'])('refuses the path %j', (path) => {
    thrownError('usage', () => encodeRequestHead({ ...head, path }))
  })

  it('refuses a method that is not one', () => {
    thrownError('usage', () => encodeRequestHead({ ...head, method: 'GET /' }))
  })

  it('passes on values in Latin-1 and tabs', () => {
    const bytes = encodeRequestHead({ ...head, headers: { a: 'é\tb' } })
    expect(Buffer.from(bytes).includes(Buffer.from('a: é\tb\r\n', 'latin1'))).toBe(true)
  })
})

describe('bodyRequestEncoder', () => {
  it('gives head and body as one, with the length in bytes', () => {
    const encode = bodyRequestEncoder(head)
    expect(Buffer.from(encode('id-1', '{"a":"é"}')).toString()).toBe(
      'POST /v1/x?y=1 HTTP/1.1\r\nhost: h:8000\r\naccept: */*\r\ncontent-type: application/json\r\n' +
        'x-request-id: id-1\r\ncontent-length: 10\r\n\r\n{"a":"é"}',
    )
  })

  it('keeps a content type that was given', () => {
    const encode = bodyRequestEncoder({ ...head, headers: { 'Content-Type': 'application/x' } })
    expect(Buffer.from(encode('1', '')).toString()).not.toContain('application/json')
  })

  it('gives each request bytes of its own', () => {
    const encode = bodyRequestEncoder(head)
    const first = encode('1', '{}')
    const copy = Buffer.from(first)
    encode('2', '[]')
    expect(Buffer.from(first)).toEqual(copy)
  })
})

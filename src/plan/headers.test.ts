import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { isSecretName, parseHeaders, redacted, resolveHeaders, storableHeaderValue } from './headers.ts'

describe('parseHeaders', () => {
  it('reads names and values', () => {
    expect(parseHeaders(['X-Team: a: b ', 'x-empty:', 'Authorization: Bearer ${env:TOKEN}'])).toEqual({
      'x-team': 'a: b',
      'x-empty': '',
      authorization: 'Bearer ${env:TOKEN}',
    })
  })

  it.each([
    ['verysecret', 'a header without a colon'],
    [': verysecret', '"" can\'t be a header\'s name'],
    ['a b: verysecret', '"a b" can\'t be a header\'s name'],
    ['x\r\ny: verysecret', "can't be a header's name"],
    ['x-a: verysecret\r\nx-b: 1', 'the value of x-a has a character'],
    ['x-a: verysecret\u0000', 'the value of x-a has a character'],
    ['x-a: verysecreté', 'the value of x-a has a character'],
    ['Content-Length: 5', 'content-length is a header that Tare makes itself'],
    ['X-Request-Id: 5', 'x-request-id is a header that Tare makes itself'],
    ['x-a: ${env:}verysecret', 'a broken ${env:…}'],
    ['x-a: ${env:9A}verysecret', 'a broken ${env:…}'],
    ['x-a: ${env:AverysecretB', 'a broken ${env:…}'],
    ['Authorization: Bearer $verysecret', 'a variable that the shell left'],
    ['Authorization: Bearer ${verysecret}', 'a variable that the shell left'],
  ])('refuses %j without repeating its value', (text, why) => {
    const error = thrownError('usage', () => parseHeaders([text]))
    expect(error.message).toContain(why)
    expect(error.message + error.hint).not.toContain('verysecret')
  })

  it('refuses a header given twice', () => {
    expect(thrownError('usage', () => parseHeaders(['X-A: 1', 'x-a: 2'])).message).toContain(
      'x-a is given twice',
    )
  })

  it('has no trouble with names of objects', () => {
    const headers = parseHeaders(['__proto__: a', 'constructor: b'])
    expect(Object.entries(headers)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
})

describe('isSecretName', () => {
  it.each([
    'authorization',
    'Proxy-Authorization',
    'x-api-key',
    'api-key',
    'apikey',
    'Cookie',
    'set-cookie',
    'x-auth-token',
    'ocp-apim-subscription-key',
    'x-goog-api-key',
    'x-secret',
    'x-auth',
  ])('takes %s for one', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each(['accept', 'x-team', 'x-max-tokens', 'openai-organization', 'author', 'keyboard'])(
    'does not take %s for one',
    (name) => {
      expect(isSecretName(name)).toBe(false)
    },
  )
})

describe('storableHeaderValue', () => {
  it.each([
    ['x-team', 'a', 'a'],
    ['authorization', 'Bearer abc', redacted],
    ['authorization', 'abc', redacted],
    ['authorization', 'Bearer ${env:TOKEN}', 'Bearer ${env:TOKEN}'],
    ['authorization', '${env:TOKEN}', '${env:TOKEN}'],
    ['authorization', 'Bearer abc${env:TOKEN}', redacted],
    ['authorization', 'abc ${env:TOKEN}', redacted],
    ['x-api-key', '', ''],
  ])('stores %s: %s as %s', (name, value, stored) => {
    expect(storableHeaderValue(name, value)).toBe(stored)
  })
})

describe('resolveHeaders', () => {
  const environment = { TOKEN: 'abc', KEY: ' def\n', EMPTY: '', BROKEN: 'verysecret\r\nx-b: 1', DOLLAR: '$&' }

  it('puts variables and the API key in', () => {
    const headers = { 'x-a': '${env:TOKEN}/${env:TOKEN}', 'x-b': 'plain $& ${x}', 'x-c': '${env:DOLLAR}' }
    expect(resolveHeaders({ headers, apiKeyEnv: 'KEY' }, environment)).toEqual({
      'x-a': 'abc/abc',
      'x-b': 'plain $& ${x}',
      'x-c': '$&',
      authorization: 'Bearer def',
    })
  })

  it.each([
    ['MISSING', "the environment variable MISSING, which the header x-a names, isn't set"],
    ['EMPTY', "isn't set"],
    ['toString', "isn't set"],
    ['BROKEN', "the environment variable BROKEN has a character that a header can't"],
  ])('refuses the variable %s', (name, message) => {
    const error = thrownError('usage', () =>
      resolveHeaders({ headers: { 'x-a': `\${env:${name}}` }, apiKeyEnv: null }, environment),
    )
    expect(error.message).toContain(message)
    expect(error.message + error.hint).not.toContain('verysecret')
  })

  it('names --api-key-env when its variable is missing', () => {
    const error = thrownError('usage', () => resolveHeaders({ headers: {}, apiKeyEnv: 'NOPE' }, environment))
    expect(error.message).toContain('NOPE, which --api-key-env names')
  })
})

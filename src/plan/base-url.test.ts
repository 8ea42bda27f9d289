import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { parseBaseUrl } from './base-url.ts'

describe('parseBaseUrl', () => {
  it.each([
    ['http://localhost:8000', 'http://localhost:8000', undefined],
    [' http://localhost:8000/ ', 'http://localhost:8000', undefined],
    ['HTTP://LOCALHOST:80', 'http://localhost', undefined],
    ['https://api.example.com/v1', 'https://api.example.com', undefined],
    ['https://api.example.com/v1/', 'https://api.example.com', undefined],
    ['http://h/v1/chat/completions', 'http://h', 'openai-chat'],
    ['http://h/v1/completions/', 'http://h', 'openai-completions'],
    ['http://h/v1/models', 'http://h', undefined],
    ['http://h/proxy/v1', 'http://h/proxy', undefined],
    ['http://h/v1beta', 'http://h/v1beta', undefined],
    ['http://h/av1', 'http://h/av1', undefined],
    ['http://h/v1/v1', 'http://h', undefined],
    ['http://[::1]:8000', 'http://[::1]:8000', undefined],
    ['unix:/run/s.sock', 'unix:/run/s.sock', undefined],
    ['unix:///run/s.sock', 'unix:/run/s.sock', undefined],
  ])('reads %s', (text, url, api) => {
    expect(parseBaseUrl(text)).toEqual({ url, api })
  })

  it.each([
    ['', 'it has no scheme', 'http://host:8000'],
    ['localhost', 'it has no scheme', 'did you mean http://localhost?'],
    ['localhost:8000/v1', 'it has no scheme', 'did you mean http://localhost:8000/v1?'],
    ['127.0.0.1:8000', 'it has no scheme', 'did you mean http://127.0.0.1:8000?'],
    ['http:localhost', 'it has no scheme', 'did you mean http://localhost?'],
    ['https:/localhost', 'it has no scheme', 'did you mean https://localhost?'],
    ['htp://h', "its scheme htp isn't http", 'did you mean http://?'],
    ['ws://h', "its scheme ws isn't http", 'http://host:8000'],
    ['http://', "its host or port can't be read", ''],
    ['http://::1:8000', "its host or port can't be read", ''],
    ['http://h:99999', "its host or port can't be read", ''],
    ['http://h:0', 'port 0', ''],
    ['http://h\n.example', "its host or port can't be read", ''],
    ['http://u:verysecret@h', 'it holds credentials', '--api-key-env'],
    ['http://u:very/verysecret@h', "its host or port can't be read", ''],
    ['u:verysecret@h:80', 'it has no scheme', ''],
    ['http://h/?key=1', 'a query or a fragment', ''],
    ['http://h/#a', 'a query or a fragment', ''],
    ['unix:s.sock', 'must be absolute', ''],
    ['unix:', 'must be absolute', ''],
    [`http://h/${'v1/'.repeat(1e6)}x`, 'longer than 2000', ''],
  ])('refuses %j', (text, why, hint) => {
    const error = thrownError('usage', () => parseBaseUrl(text))
    expect(error.message).toContain(why)
    expect(error.hint).toContain(hint)
    expect(error.message + error.hint).not.toContain('verysecret')
    expect(error.message.length).toBeLessThan(300)
  })

  it('leaves what it gives as it is', () => {
    const parts = fc.array(fc.constantFrom('/', 'v1', 'chat', 'completions', 'models', 'a', '/v1/', '%20'), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(parts, (path) => {
        const { url } = parseBaseUrl(`http://h/${path.join('')}`)
        expect(parseBaseUrl(url).url).toBe(url)
      }),
    )
  })
})

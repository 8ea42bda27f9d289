import { describe, expect, it } from 'vitest'
import { remedyFor } from './error-remedies.ts'

describe('remedyFor', () => {
  it.each([
    ['http_error', 'HTTP 401: sorry', '--api-key-env'],
    ['http_error', 'HTTP 404: sorry', '--model'],
    ['http_error', 'HTTP 429: sorry', '--rate'],
    ['http_error', 'HTTP 503: sorry', 'lower the load'],
    ['http_error', 'HTTP 500: sorry', 'log'],
    ['connect_error', 'connect EMFILE', 'ulimit'],
    ['connect_error', 'connect EADDRNOTAVAIL', 'ip_local_port_range'],
    ['connect_error', 'connect ECONNREFUSED', 'server is up'],
    ['timeout', '', '--timeout'],
  ])('%s, %s: %s', (kind, message, part) => expect(remedyFor(kind, message)).toContain(part))

  it('goes by the status, not by numbers in the text', () => {
    expect(remedyFor('http_error', 'HTTP 418: see RFC 503, 404 and 401')).toBeUndefined()
  })

  it('says nothing where it knows nothing', () => {
    expect(remedyFor('http_error', 'HTTP 418: sorry')).toBeUndefined()
    expect(remedyFor('http_error', 'HTTP 400400')).toBeUndefined()
    expect(remedyFor('cancelled', '')).toBeUndefined()
  })
})

import { TareError } from '../errors.ts'

/**
 * The URL of something that is asked over HTTP beside the requests that are measured: management, metrics. Without a
 * slash at its end. Throws TareError('usage') for anything else, without repeating a password that it may hold.
 */
export function parseHttpUrl(text: string): string {
  const given = text.trim()
  const url = URL.canParse(given) && !/[\s\p{Cc}]/u.test(given) ? new URL(given) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.port === '0') {
    const shown = given.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1<redacted>@').slice(0, 120)
    throw new TareError('usage', `"${shown}" isn't an HTTP URL`, { hint: 'write it as http://host:8081' })
  }
  if (url.username !== '' || url.password !== '') {
    throw new TareError('usage', 'it holds credentials, which would end up in files', {
      hint: 'name the variable that holds the token',
    })
  }
  return given.replace(/\/+$/, '')
}

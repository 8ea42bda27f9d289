import { TareError } from '../errors.ts'
import { nearest } from './nearest.ts'
import type { ApiName } from './plan.ts'

export interface BaseUrl {
  /** Without `/v1` and without a slash at its end: an API's path goes right behind it. */
  readonly url: string
  /** The API whose path the given URL ended with. */
  readonly api: ApiName | undefined
}

const longestUrl = 2000

const apiOfPath: Readonly<Record<string, ApiName>> = {
  'chat/completions': 'openai-chat',
  completions: 'openai-completions',
}

/**
 * Reads a target: `http://host:8000`, the same with `/v1` or with an API's whole path, `https://…`, `unix:/path`.
 * Throws TareError('usage') for anything else, without repeating a password that it may hold.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const given = text.trim()
  if (given.length > longestUrl) throw badUrl(given, `it is longer than ${longestUrl} characters`)
  if (/^unix:/i.test(given)) return { url: `unix:${socketPath(given)}`, api: undefined }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1]?.toLowerCase()
  if (scheme === undefined) throw badUrl(given, 'it has no scheme', withScheme(given))
  if (scheme !== 'http' && scheme !== 'https') {
    const guess = nearest(scheme, ['http', 'https'])
    throw badUrl(
      given,
      `its scheme ${scheme} isn't http, https or unix`,
      guess && `did you mean ${guess}://?`,
    )
  }
  const url = URL.canParse(given) ? new URL(given) : undefined
  // URL drops some control characters in silence.
  if (url === undefined || /[\s\p{Cc}]/u.test(given)) throw badUrl(given, "its host or port can't be read")
  if (url.username !== '' || url.password !== '') {
    const hint = `give credentials by --api-key-env, or --header 'Authorization: Basic \${env:CREDENTIALS}'`
    throw badUrl(given, 'it holds credentials, which would end up in files', hint)
  }
  if (url.search !== '' || url.hash !== '')
    throw badUrl(given, "it has a query or a fragment, which requests wouldn't have")
  if (url.port === '0') throw badUrl(given, 'nothing can listen on port 0')
  const tail = /(?:\/+v1(?:\/+(chat\/completions|completions|models))?)*\/*$/.exec(url.pathname)!
  return { url: url.origin + url.pathname.slice(0, tail.index), api: apiOfPath[tail[1] ?? ''] }
}

function socketPath(given: string): string {
  const path = given.slice('unix:'.length).replace(/^\/\/(?=\/)/, '')
  if (path.startsWith('/') && !path.includes('\0')) return path
  throw badUrl(given, 'the path of its socket must be absolute', 'write it as unix:/run/server.sock')
}

function withScheme(given: string): string | undefined {
  const rest = given.replace(/^https?:\/*/i, '')
  const scheme = /^https:/i.test(given) ? 'https' : 'http'
  return URL.canParse(`${scheme}://${rest}`)
    ? `did you mean ${scheme}://${withoutCredentials(rest)}?`
    : undefined
}

function badUrl(given: string, why: string, hint?: string): TareError {
  const shown = withoutCredentials(given).slice(0, 120)
  return new TareError('usage', `"${shown}" can't be the target: ${why}`, {
    hint: hint ?? 'write it as http://host:8000, https://host or unix:/run/server.sock',
  })
}

/** The text of what may be a URL, with all that stands before an @ taken out: a password may hold any character. */
function withoutCredentials(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1<redacted>@')
}

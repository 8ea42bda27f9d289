import { listElements, type ResponseHeaders } from './response-headers.ts'
import type { StatusLine } from './status-line.ts'

/** How the end of a response's body is found. */
export type BodyFraming =
  | { readonly kind: 'sized'; readonly bytes: number; readonly reusable: boolean }
  | { readonly kind: 'chunked'; readonly reusable: boolean }
  | { readonly kind: 'until_close' }
  | { readonly kind: 'malformed'; readonly message: string }

/**
 * RFC 9112 §6.3 for the response to a GET or POST. `reusable` is whether the connection can carry another request (§9.3).
 * Transfer-Encoding overrides Content-Length; with both, or in HTTP/1.0, the framing is suspect (§6.1, §6.3) and the
 * connection isn't used again. Any transfer coding but `chunked` is malformed: none was offered.
 */
export function bodyFraming(line: StatusLine, headers: ResponseHeaders): BodyFraming {
  const persistent = isPersistent(line.minorVersion, headers)
  if (line.status === 204 || line.status === 304) return { kind: 'sized', bytes: 0, reusable: persistent }

  const codings = headers.get('transfer-encoding')
  const lengths = headers.get('content-length')
  if (codings !== undefined) {
    const [coding, ...others] = listElements(codings)
    if (coding !== 'chunked' || others.length > 0) {
      return { kind: 'malformed', message: `transfer-encoding '${codings}' was not asked for` }
    }
    return { kind: 'chunked', reusable: persistent && lengths === undefined && line.minorVersion >= 1 }
  }
  if (lengths === undefined) return { kind: 'until_close' }

  const bytes = singleLength(lengths)
  if (bytes === undefined)
    return { kind: 'malformed', message: `content-length '${lengths}' is not one length` }
  return { kind: 'sized', bytes, reusable: persistent }
}

/** The length that a Content-Length field says, which may be repeated but not contradict itself (RFC 9110 §8.6). */
function singleLength(value: string): number | undefined {
  const lengths = value.split(',').map((part) => /^[ \t]*(\d+)[ \t]*$/.exec(part)?.[1])
  const bytes = Number(lengths[0] ?? Number.NaN)
  return Number.isSafeInteger(bytes) && lengths.every((length) => Number(length) === bytes)
    ? bytes
    : undefined
}

function isPersistent(minorVersion: number, headers: ResponseHeaders): boolean {
  const connection = headers.get('connection')
  if (connection === undefined) return minorVersion >= 1
  const options = listElements(connection)
  return !options.includes('close') && (minorVersion >= 1 || options.includes('keep-alive'))
}

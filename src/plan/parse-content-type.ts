import { TareError } from '../errors.ts'

/** A media type with its parameters (RFC 9110 8.3.1), as far as a header's line allows. Throws TareError('usage'). */
export function parseContentType(text: string): string {
  const given = text.trim()
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+( *;[\x20-\x7e]*)?$/.test(given)) return given
  throw new TareError('usage', `"${given.slice(0, 60)}" isn't a media type`, {
    hint: 'write it as application/json or image/jpeg',
  })
}

import { TareError } from '../errors.ts'

/**
 * A text that isn't blank and has no control characters, without the spaces around it: a name, a path. Throws
 * TareError('usage').
 */
export function parseText(text: string): string {
  const given = text.trim()
  if (given === '')
    throw new TareError('usage', 'its value is empty', { hint: 'give a value, or leave it out' })
  if (!/\p{Cc}/u.test(given)) return given
  throw new TareError('usage', 'its value has a control character', {
    hint: 'leave out line ends, tabs and the like',
  })
}

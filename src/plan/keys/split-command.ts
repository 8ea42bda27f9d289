import { TareError } from '../../errors.ts'

/**
 * A command line as a program and its arguments: parted at spaces, which single or double quotes keep together. No
 * shell: `$` and `*` mean themselves. Throws TareError for a quote that isn't closed, and for nothing.
 */
export function splitCommand(text: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: string | undefined
  for (const letter of text) {
    if (quote !== undefined) {
      if (letter === quote) quote = undefined
      else word += letter
    } else if (letter === '"' || letter === "'") {
      quote = letter
      word ??= ''
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + letter
  }
  if (quote !== undefined) {
    throw new TareError('plan', `its ${quote} isn't closed`, { hint: 'close it, or write a list' })
  }
  if (word !== undefined) words.push(word)
  if (words.length > 0) return words
  throw new TareError('plan', 'is empty', { hint: 'give the program and its arguments' })
}

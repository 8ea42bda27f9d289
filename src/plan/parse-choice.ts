import { shortened, TareError } from '../errors.ts'
import { didYouMean } from './nearest.ts'

/** Reads one of a few words. Throws TareError('usage') with the nearest of them. */
export function parseChoice<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === text.trim())
  if (choice !== undefined) return choice
  throw new TareError(
    'usage',
    `"${shortened(text, 40)}" isn't one of ${choices.join(', ')}${didYouMean(text, choices)}`,
  )
}

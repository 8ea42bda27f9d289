import { TareError } from '../errors.ts'
import { parseText } from './parse-text.ts'

/** Does `parse`; what it throws names the flag (or, for a stage, the word) that the value was given to. */
export function forFlag<Value>(flag: string, parse: () => Value): Value {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new TareError('usage', `${flag}: ${error.message}`, { ...hint, cause: error })
  }
}

/** The text given to a flag, if it is one (`parseText`). Throws TareError('usage') that names the flag. */
export function textOf(flag: string, text: string): string {
  return forFlag(flag, () => parseText(text))
}

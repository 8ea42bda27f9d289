import { TareError } from '../errors.ts'
import { lengthDistributionNames, parseLengthDistribution } from '../workload/length-distribution.ts'
import { nearest } from './nearest.ts'

/**
 * The text of a length distribution, if it is one; its spaces are left out around it. Throws TareError('usage') that
 * says what is wrong, and with the nearest name for one that isn't known.
 */
export function checkLength(text: string): string {
  try {
    parseLengthDistribution(text)
    return text.trim()
  } catch (error) {
    const name = /^\s*([a-z][\w-]*)/i.exec(text)?.[1]
    const guess = name === undefined ? undefined : nearest(name, lengthDistributionNames)
    if (!(error instanceof TareError) || guess === undefined || guess === name) throw error
    throw new TareError('usage', error.message, { hint: `did you mean ${guess}? ${error.hint ?? ''}`.trim() })
  }
}

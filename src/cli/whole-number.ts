import { TareError } from '../errors.ts'

/** A flag's whole number; undefined when it isn't given. Throws TareError('usage') that names the flag. */
export function wholeNumber(
  flag: string,
  value: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= least && number <= most) return number
  throw new TareError(
    'usage',
    `${flag}: ${JSON.stringify(value)} isn't a whole number from ${least} to ${most}`,
  )
}

import { TareError } from '../errors.ts'

/** A number above 0 given to a flag. Throws TareError 'usage'. */
export function numberOf(flag: string, text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN
  if (value > 0) return value
  throw new TareError('usage', `${flag} ${text.slice(0, 40)}: must be a number above 0`, {
    hint: `${flag} 10`,
  })
}

/** A share given to a flag as `5%` or `0.05`. Throws TareError 'usage'. */
export function shareOf(flag: string, text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? []
  const value = Number(digits) / (percent === '%' ? 100 : 1)
  if (value >= 0 && value < 1) return value
  throw badShare(flag, text, 'a share below 1')
}

/** A share above 0 given to a flag as `5%` or `0.05`. Throws TareError 'usage'. */
export function shareAbove0Of(flag: string, text: string): number {
  const value = shareOf(flag, text)
  if (value > 0) return value
  throw badShare(flag, text, 'a share above 0')
}

function badShare(flag: string, text: string, what: string): TareError {
  return new TareError('usage', `${flag} ${text.slice(0, 40)}: must be ${what}`, { hint: `${flag} 5%` })
}

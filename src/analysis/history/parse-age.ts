import { shortened, TareError } from '../../errors.ts'

const msPerUnit: Readonly<Record<string, number>> = {
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
}

/**
 * Milliseconds of an age: `90d`, `2w`, `36h`, `30m`, `1.5d`; above 0. Throws TareError('usage') that says where it was given and what
 * would work.
 */
export function parseAgeMs(text: string, where: string): number {
  const match = /^(\d+(?:\.\d+)?)([wdhm])$/.exec(text.trim())
  const ageMs = match === null ? 0 : Number(match[1]) * msPerUnit[match[2]!]!
  if (ageMs > 0 && Number.isFinite(ageMs)) return ageMs
  throw new TareError('usage', `${where}: ${JSON.stringify(shortened(text, 40))} isn't an age`, {
    hint: 'write a number and its unit (w, d, h, m), such as 14d or 36h',
  })
}

import { TareError } from '../errors.ts'

const nsPerUnit = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const

/** Nanoseconds of `20ms`, `1.5s`, `300us`, `100ns`. Throws a TareError (usage) that names `what` otherwise. */
export function parseDurationNs(text: string, what: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)(ns|us|ms|s)$/.exec(text.trim())
  if (match === null) {
    throw new TareError('usage', `${what}: ${JSON.stringify(text)} isn't a duration`, {
      hint: 'Give a number and its unit: 20ms, 1.5s, 300us or 100ns.',
    })
  }
  return Number(match[1]) * nsPerUnit[match[2] as keyof typeof nsPerUnit]
}

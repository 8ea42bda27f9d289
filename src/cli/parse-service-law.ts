import { TareError } from '../errors.ts'
import { parseDurationNs } from '../plan/duration.ts'
import type { ServiceLaw } from '../simulator/service-law.ts'

/** Reads `deterministic(20ms)`, `exponential(20ms)` or `lognormal(20ms,0.5)`. Throws TareError('usage'). */
export function parseServiceLaw(text: string): ServiceLaw {
  const match = /^\s*(\w+)\s*\(([^()]*)\)\s*$/.exec(text)
  const [kind, ...values] = match === null ? [] : [match[1]!, ...match[2]!.split(',')]
  if (kind === 'deterministic' && values.length === 1) return { kind, timeNs: positiveNs(values[0]!) }
  if (kind === 'exponential' && values.length === 1) return { kind, meanNs: positiveNs(values[0]!) }
  if (kind === 'lognormal' && values.length === 2) {
    const sigma = Number(values[1])
    if (sigma >= 0 && sigma <= 10) return { kind, medianNs: positiveNs(values[0]!), sigma }
  }
  throw badLaw(`${JSON.stringify(text)} isn't a service-time law`)
}

function positiveNs(text: string): number {
  const timeNs = parseDurationNs(text)
  if (timeNs > 0) return timeNs
  throw badLaw(`${text} isn't a positive time`)
}

function badLaw(message: string): TareError {
  return new TareError('usage', message, {
    hint: 'Known laws: deterministic(20ms), exponential(20ms), lognormal(20ms,0.5) with median and sigma.',
  })
}

import { TareError } from '../errors.ts'
import { drawExponential } from '../statistics/draw-exponential.ts'
import { drawLognormal } from '../statistics/draw-lognormal.ts'
import { createRandom } from '../statistics/random.ts'
import { parseDurationNs } from './duration.ts'

/** How a station's service times are distributed. */
export type ServiceLaw =
  | { readonly kind: 'deterministic'; readonly timeNs: number }
  | { readonly kind: 'exponential'; readonly meanNs: number }
  /** exp(sigma · Z) times the median: mean = median · exp(sigma² / 2). */
  | { readonly kind: 'lognormal'; readonly medianNs: number; readonly sigma: number }

const usageHint =
  'Known laws: deterministic(20ms), exponential(20ms), lognormal(20ms,0.5) with median and sigma.'

/** Reads `deterministic(20ms)`, `exponential(20ms)` or `lognormal(20ms,0.5)`; throws a TareError (usage). */
export function parseServiceLaw(text: string): ServiceLaw {
  const match = /^\s*(\w+)\s*\(([^()]*)\)\s*$/.exec(text)
  const [kind, ...values] = match === null ? [] : [match[1]!, ...match[2]!.split(',')]
  if (kind === 'deterministic' && values.length === 1) return { kind, timeNs: positiveNs(values[0]!, text) }
  if (kind === 'exponential' && values.length === 1) return { kind, meanNs: positiveNs(values[0]!, text) }
  if (kind === 'lognormal' && values.length === 2) {
    const sigma = Number(values[1])
    if (sigma >= 0 && sigma <= 10) return { kind, medianNs: positiveNs(values[0]!, text), sigma }
  }
  throw new TareError('usage', `--station: ${JSON.stringify(text)} isn't a service-time law`, {
    hint: usageHint,
  })
}

function positiveNs(value: string, law: string): number {
  const timeNs = parseDurationNs(value, `--station ${law}`)
  if (timeNs > 0) return timeNs
  throw new TareError('usage', `--station: ${law} has no positive time`, { hint: usageHint })
}

const serviceStream = 2

/** Service time of the k-th request to arrive, in nanoseconds: a pure function of the seed and k. */
export function serviceTimeNs(law: ServiceLaw, seed: number, request: number): number {
  const random = createRandom(seed, serviceStream, request)
  if (law.kind === 'deterministic') return law.timeNs
  if (law.kind === 'exponential') return drawExponential(random, law.meanNs)
  return drawLognormal(random, Math.log(law.medianNs), law.sigma)
}

/** Mean of the law, in nanoseconds. */
export function meanServiceTimeNs(law: ServiceLaw): number {
  if (law.kind === 'deterministic') return law.timeNs
  if (law.kind === 'exponential') return law.meanNs
  return law.medianNs * Math.exp(law.sigma ** 2 / 2)
}

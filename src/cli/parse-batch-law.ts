import { TareError } from '../errors.ts'
import { parseDurationNs } from '../plan/duration.ts'
import type { BatchLaw } from '../simulator/classic/batch-law.ts'
import type { Contention } from '../simulator/classic/contention.ts'

/**
 * Reads `deterministic(5ms+1ms*n)`, `exponential(5ms)`, `lognormal(5ms+1ms*n,0.5)`: mean time of a batch of n items, and for lognormal
 * the sigma of its logarithm. `*n` may be left out after the plus. Throws TareError('usage').
 */
export function parseBatchLaw(text: string): BatchLaw {
  const match = /^\s*(\w+)\s*\(([^(),]*)(?:,([^(),]*))?\)\s*$/.exec(text)
  const [, kind, mean = '', shape] = match ?? []
  const sigma = shape === undefined ? 0 : Number(shape.trim() || Number.NaN)
  const takesSigma = kind === 'lognormal'
  const isKnown = kind === 'deterministic' || kind === 'exponential' || kind === 'lognormal'
  if (!isKnown || takesSigma !== (shape !== undefined) || !(sigma >= 0 && sigma <= 10))
    throw badLaw(`${JSON.stringify(text)} isn't a law of batches`)
  return { kind, ...meanTimes(mean, text), sigma }
}

function meanTimes(mean: string, text: string): { baseNs: number; perItemNs: number } {
  const terms = mean.split('+').map((term) => term.trim())
  const last = terms.at(-1)!.replace(/\s*\*\s*n$/, '')
  const isPerItem = terms.length === 2 || last !== terms.at(-1)
  if (terms.length > 2) throw badLaw(`${JSON.stringify(text)} has more than a base and a time per item`)
  const perItemNs = isPerItem ? parseDurationNs(last) : 0
  const baseNs = terms.length === 2 || !isPerItem ? parseDurationNs(terms[0]!) : 0
  if (baseNs + perItemNs > 0) return { baseNs, perItemNs }
  throw badLaw(`${JSON.stringify(text)} takes no time`)
}

/** Reads `0.05` or `0.05,0.001`: sigma and kappa of the Universal Scalability Law. Throws TareError('usage'). */
export function parseContention(text: string): Contention {
  const parts = text.split(',').map((part) => Number(part.trim() || Number.NaN))
  const [sigma = Number.NaN, kappa = 0] = parts
  if (parts.length <= 2 && sigma >= 0 && sigma <= 1 && kappa >= 0 && kappa <= 1) return { sigma, kappa }
  throw new TareError('usage', `${JSON.stringify(text)} isn't a contention`, {
    hint: 'Give sigma, or sigma and kappa, each from 0 to 1: 0.05 or 0.05,0.001.',
  })
}

function badLaw(message: string): TareError {
  return new TareError('usage', message, {
    hint: 'Known laws: deterministic(5ms+1ms*n), exponential(5ms+1ms*n), lognormal(5ms+1ms*n,0.5) with mean and sigma.',
  })
}

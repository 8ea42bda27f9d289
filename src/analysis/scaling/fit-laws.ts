import { akaike } from '../../statistics/akaike.ts'
import { type Law, sumOfSquares } from './laws/law.ts'
import { laws } from './laws/laws.ts'
import type { SweepSample } from './sweep-sample.ts'

/** A law with its coefficients. */
export interface Fitted {
  readonly law: Law
  readonly coefficients: Float64Array
  readonly aicc: number
}

/**
 * All laws that the number of points allows, simplest first. Each run is an observation, so that repeats count: six points of
 * one run can't tell laws of three parameters, of three runs they can. `starts` are fits of the same sweep.
 */
export function fitLaws(sample: SweepSample, starts: readonly Fitted[] = []): readonly Fitted[] {
  const observations = sample.runs.reduce((sum, n) => sum + n, 0)
  return laws.flatMap((law) => {
    if (sample.loads.length < law.leastLoads) return []
    const start = starts.find((fitted) => fitted.law === law)?.coefficients ?? null
    const coefficients = law.fit(sample, start)
    if (coefficients === null) return []
    const squares = sample.within + sumOfSquares(law, coefficients, sample)
    return [{ law, coefficients, aicc: akaike(squares, observations, law.coefficients) }]
  })
}

/** The one with the least AICc, the simplest of equals; null without any. */
export function chosenOf(fits: readonly Fitted[]): Fitted | null {
  const [first, ...others] = fits
  if (first === undefined) return null
  return others.reduce((best, fitted) => (fitted.aicc < best.aicc ? fitted : best), first)
}

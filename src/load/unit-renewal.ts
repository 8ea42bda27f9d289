import { drawExponential } from '../statistics/draw-exponential.ts'
import { drawGamma } from '../statistics/draw-gamma.ts'
import { createRandom } from '../statistics/random.ts'
import type { LoadPlan, OpenStage } from './load-plan.ts'
import type { StageSpan } from './stage-span.ts'

/** Keeps the arrivals' random numbers apart from those that anything else draws from the same seed. */
const arrivalStream = 1

/**
 * The successive times of an open stage's process at rate 1. Even arrivals begin at 0 and are whole numbers, so that no
 * rounding piles up; random ones begin with a gap, as if the one before had been at 0. Gamma gaps have mean 1 and
 * squared coefficient of variation 1 / burstiness.
 */
export function unitRenewal(plan: LoadPlan, span: StageSpan<OpenStage>): () => number {
  const { arrival, burstiness } = span.stage
  if (arrival === 'constant') {
    let sends = 0
    return () => sends++
  }
  const random = createRandom(plan.seed, arrivalStream, span.number)
  let at = 0
  return () => {
    at += arrival === 'poisson' ? drawExponential(random, 1) : drawGamma(random, burstiness, 1 / burstiness)
    return at
  }
}

import type { Check } from '../check.ts'
import { achievedRate } from './arrivals/achieved-rate.ts'
import { background } from './arrivals/background.ts'
import { constantGaps } from './arrivals/constant-gaps.ts'
import { gapIndependence } from './arrivals/gap-independence.ts'
import { indexOfDispersionCheck } from './arrivals/index-of-dispersion.ts'
import { lateness } from './arrivals/lateness.ts'
import { loadModel } from './arrivals/load-model.ts'
import { poissonGaps } from './arrivals/poisson-gaps.ts'

/** Whether what was sent is the load that was asked for. */
export const arrivalChecks: readonly Check[] = [
  loadModel,
  lateness,
  achievedRate,
  poissonGaps,
  gapIndependence,
  indexOfDispersionCheck,
  constantGaps,
  background,
]

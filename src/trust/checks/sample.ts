import type { Check } from '../check.ts'
import { dependence } from './sample/dependence.ts'
import { durationCheck } from './sample/duration.ts'
import { sampleSize } from './sample/sample-size.ts'

/** Whether there was enough of it to go by. */
export const sampleChecks: readonly Check[] = [sampleSize, durationCheck, dependence]

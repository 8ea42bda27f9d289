import type { Check } from '../check.ts'
import { censoring } from './bookkeeping/censoring.ts'
import { clockSteps } from './bookkeeping/clock-steps.ts'
import { conservation } from './bookkeeping/conservation.ts'
import { failures } from './bookkeeping/failures.ts'
import { littleLaw } from './bookkeeping/little-law.ts'
import { monotoneTimes } from './bookkeeping/monotone-times.ts'

/** Whether the run's books are right: exact, or nearly. */
export const bookkeepingChecks: readonly Check[] = [
  conservation,
  littleLaw,
  monotoneTimes,
  clockSteps,
  failures,
  censoring,
]

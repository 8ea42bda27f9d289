import type { Check } from './check.ts'
import { arrivalChecks } from './checks/arrivals.ts'
import { bookkeepingChecks } from './checks/bookkeeping.ts'
import { instrumentChecks } from './checks/instrument.ts'
import { sampleChecks } from './checks/sample.ts'
import { steadyStateChecks } from './checks/steady-state.ts'
import { workDoneChecks } from './checks/work-done.ts'

/** Every check, in the order in which a verdict lists them. */
export const checks: readonly Check[] = [
  ...bookkeepingChecks,
  ...arrivalChecks,
  ...instrumentChecks,
  ...steadyStateChecks,
  ...sampleChecks,
  ...workDoneChecks,
]

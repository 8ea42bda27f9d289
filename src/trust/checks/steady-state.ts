import type { Check } from '../check.ts'
import { overload } from './steady-state/overload.ts'
import { ramp } from './steady-state/ramp.ts'
import { trend } from './steady-state/trend.ts'
import { warmUp } from './steady-state/warm-up.ts'

/** Whether the server was in one state for as long as it was measured. */
export const steadyStateChecks: readonly Check[] = [overload, warmUp, trend, ramp]

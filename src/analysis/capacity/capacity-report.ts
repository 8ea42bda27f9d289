import type { CapacityAnswer } from './capacity-answer.ts'
import type { ProbeResult } from './capacity-probe.ts'
import type { SizedDeployment } from './size-deployment.ts'

/** What a search for a capacity has to say. */
export interface CapacityReport extends SizedDeployment {
  /** As given: `ttft.p99 < 300ms`. */
  readonly objectives: readonly string[]
  /** Null when the search was interrupted. */
  readonly answer: CapacityAnswer | null
  readonly results: readonly ProbeResult[]
}

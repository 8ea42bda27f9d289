import type { ProbeOrder, ProbeResult } from '../../analysis/capacity/capacity-probe.ts'
import type { Progress } from '../../run/progress/progress.ts'

/** Told how a search comes along; what it throws ends the search. */
export interface CapacityProgress {
  /** Somewhere to see the next run while it lasts; nowhere by default. */
  openRun?(): Progress
  probeBegins?(order: ProbeOrder): void
  /** What came of it is in the search's folder by now. */
  probeEnded?(result: ProbeResult): void
}

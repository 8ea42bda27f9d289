import type { ObjectiveEvidence, ProbeResult } from './capacity-probe.ts'

/** Whether a run says anything: an INVALID one doesn't, nor does one that measured nothing of an objective. */
export function decides({ invalid, overloaded, objectives }: ProbeResult): boolean {
  if (invalid) return false
  return overloaded || (objectives.length > 0 && objectives.every(({ beyond }) => Number.isFinite(beyond)))
}

/** A figure that wasn't resolved is put on its limit, without an interval: that isn't where it was seen. */
export function isSeen({ beyond, ci95, allowed }: ObjectiveEvidence): boolean {
  return ci95 !== null || beyond !== allowed
}

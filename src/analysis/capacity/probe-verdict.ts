import type { ProbeResult, ProbeVerdict } from './capacity-probe.ts'
import { effectiveValues, margin, verdictOf } from './evidence-margin.ts'

/**
 * What one run says for itself, by the 95 % intervals of its shares. An INVALID run decides nothing; one that is overloaded
 * fails at once.
 */
export function probeVerdict({ objectives, overloaded, invalid }: ProbeResult): ProbeVerdict {
  if (invalid) return 'undecided'
  const margins = objectives.map((evidence) => {
    return margin({ ...evidence, values: effectiveValues(evidence) ?? 0 })
  })
  return verdictOf(margins, overloaded)
}

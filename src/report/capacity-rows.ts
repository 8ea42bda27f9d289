import type { ObjectiveEvidence, ProbeResult } from '../analysis/capacity/capacity-probe.ts'
import { probeVerdict } from '../analysis/capacity/probe-verdict.ts'
import { formatLoad } from './capacity-in-words.ts'
import { formatSpanNs, noNumber } from './format-number.ts'
import { twoDigitPercent } from './two-digit-percent.ts'

/** A probe as both the terminal and Markdown show it. */
export interface CapacityRow {
  readonly phase: string
  readonly load: string
  readonly length: string
  /** Of the objective that is farthest beyond what is allowed. */
  readonly beyond: string
  readonly interval: string
  readonly allowed: string
  /** As by this run alone; the answer is by all of a load's runs together. */
  readonly verdict: string
}

export const capacityHeads: CapacityRow = {
  phase: 'phase',
  load: 'load',
  length: 'length',
  beyond: 'beyond',
  interval: '95 %',
  allowed: 'allowed',
  verdict: 'verdict',
}

export function capacityRow(result: ProbeResult): CapacityRow {
  const { order, objectives, overloaded, invalid } = result
  const worst = worstOf(objectives)
  return {
    phase: order.phase,
    load: formatLoad(order.load, order.axis, 'down'),
    length: formatSpanNs(order.durationSeconds * 1e9),
    beyond: worst === null ? noNumber : twoDigitPercent(worst.beyond),
    interval:
      worst?.ci95 == null
        ? noNumber
        : `${twoDigitPercent(worst.ci95[0])} – ${twoDigitPercent(worst.ci95[1])}`,
    allowed: worst === null ? noNumber : twoDigitPercent(worst.allowed),
    verdict: invalid ? 'INVALID' : overloaded ? 'fails: overloaded' : probeVerdict(result),
  }
}

function worstOf(objectives: readonly ObjectiveEvidence[]): ObjectiveEvidence | null {
  const excess = ({ beyond, allowed }: ObjectiveEvidence): number =>
    allowed > 0 ? beyond / allowed : beyond > 0 ? Number.POSITIVE_INFINITY : 0
  return objectives.reduce<ObjectiveEvidence | null>((worst, each) => {
    return worst === null || excess(each) > excess(worst) ? each : worst
  }, null)
}

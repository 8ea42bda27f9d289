import type { ProbeOrder, ProbeResult } from '../analysis/capacity/capacity-probe.ts'
import type { CapacityProgress } from '../experiment/capacity/capacity-progress.ts'
import { twoDigitPercent } from '../report/two-digit-percent.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { tell } from './tell.ts'

/** Says on standard error what a search for a capacity is doing. */
export const capacityProgress: CapacityProgress = {
  openRun: () => openProgress(process.stderr, process.env),
  probeBegins: (order) => tell(orderInWords(order)),
  probeEnded: (result) => tell(`  ${resultInWords(result)}`),
}

function orderInWords({ phase, axis, load, durationSeconds }: ProbeOrder): string {
  const amount = axis === 'rate' ? `${load} req/s` : `${load} in flight`
  return `${phase}: ${amount} for ${durationSeconds} s`
}

function resultInWords({ overloaded, invalid, objectives }: ProbeResult): string {
  if (overloaded) return 'overloaded: the objectives fail'
  if (invalid) return 'INVALID: decides nothing'
  return objectives
    .map(({ beyond, ci95, allowed }) => {
      const interval =
        ci95 === null ? 'too short to tell' : `${twoDigitPercent(ci95[0])} to ${twoDigitPercent(ci95[1])}`
      return `${twoDigitPercent(beyond)} beyond (${interval}), ${twoDigitPercent(allowed)} allowed`
    })
    .join('; ')
}

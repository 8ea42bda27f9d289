import type { MetricComparison } from '../../analysis/comparison/metric-comparison.ts'
import { shortened } from '../../errors.ts'
import { formatDecimal } from '../../report/format-number.ts'
import { printable } from '../../report/printable.ts'
import type { JudgedRevision } from './bisect-report.ts'
import type { JudgedGate } from './judge-revision.ts'

/** `bad   3f2a91c0d1e2  Make steps slower (3 runs)`, and a line a gate. */
export function revisionLines({ revision, verdict, runs, why, gates }: JudgedRevision): readonly string[] {
  const subject = shortened(printable(revision.subject), 60)
  const reason = why === null ? '' : `: ${why}`
  const count = `${runs} ${runs === 1 ? 'run' : 'runs'}`
  const first = `${verdict.padEnd(4)}  ${revision.commit.slice(0, 12)}  ${subject} (${count})${reason}`
  return [first, ...gates.map((gate) => `      ${gateLine(gate)}`)]
}

/** `e2e.p50 +52.1 % (47.4 % to 57.0 %), margin 5 %`. */
export function gateLine({ gate, comparison }: JudgedGate): string {
  return `${comparison.metric} ${changeText(comparison)}, margin ${gate.text.slice(gate.text.lastIndexOf(' ') + 1)}`
}

function changeText({ change, changeCi95, unit, note }: MetricComparison): string {
  if (change === null) return `can't be compared${note === null ? '' : ` (${note})`}`
  const text = (share: number): string => {
    const sign = share > 0 ? '+' : share < 0 ? '−' : ''
    return `${sign}${formatDecimal(Math.abs(100 * share))} ${unit === 'share' ? 'points' : '%'}`
  }
  const interval = changeCi95 === null ? 'no interval' : `${text(changeCi95[0])} to ${text(changeCi95[1])}`
  return `${text(change)} (${interval})`
}

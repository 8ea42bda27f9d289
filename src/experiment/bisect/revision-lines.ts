import type { MetricComparison } from '../../analysis/comparison/metric-comparison.ts'
import { marginWords } from '../../analysis/gate/gate-words.ts'
import { shortened } from '../../errors.ts'
import { changeInterval, signedChange } from '../../report/gate/gate-words.ts'
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

/** `e2e.p50 +52.1 % (+47.4 to +57), margin 5 %`. */
export function gateLine({ gate, comparison }: JudgedGate): string {
  return `${comparison.metric} ${changeText(comparison)}, margin ${marginWords(gate.margin, comparison.unit)}`
}

function changeText(comparison: MetricComparison): string {
  const { change, changeCi95, unit, note } = comparison
  if (change === null) return `can't be compared${note === null ? '' : ` (${note})`}`
  const interval = changeCi95 === null ? 'no interval' : changeInterval(comparison)
  return `${signedChange(change, unit)} (${interval})`
}

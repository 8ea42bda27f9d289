import type { ComparedUnit } from '../../analysis/comparison/compared-metric.ts'
import type { MetricComparison } from '../../analysis/comparison/metric-comparison.ts'
import type { GateOutcome, GateReport, GateResult, GateVerdict } from '../../analysis/gate/gate-report.ts'
import { threeDigits, valueWords } from '../../analysis/gate/gate-words.ts'
import { noNumber } from '../format-number.ts'
import { printable } from '../printable.ts'

/** The word that a verdict begins with. */
export const verdictWords: Readonly<Record<GateVerdict, string>> = {
  pass: 'PASSED',
  fail: 'FAILED',
  inconclusive: 'INCONCLUSIVE',
  invalid: 'INVALID',
  seeded: 'SEEDED',
  no_baseline: 'NO BASELINE',
  not_comparable: 'NOT COMPARABLE',
}

export const outcomeWords: Readonly<Record<GateOutcome, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  inconclusive: 'open',
}

/** What the verdict means here, in a sentence without its full stop. */
export function verdictSentence({ outcome, gates, exitStatus, inconclusive }: GateReport): string {
  const count = (wanted: GateOutcome): number => gates.filter((gate) => gate.outcome === wanted).length
  const of = `${gates.length} gate${gates.length === 1 ? '' : 's'}`
  switch (outcome) {
    case 'pass':
      return gates.length === 1 ? '1 gate passed' : `all ${of} passed`
    case 'fail': {
      const open = count('inconclusive') > 0 ? `, ${count('inconclusive')} open` : ''
      return count('fail') === 0 ? 'no request of a run succeeded' : `${count('fail')} of ${of} failed${open}`
    }
    case 'inconclusive': {
      const then = {
        fail: 'which fails here',
        warn: 'which is let pass with a warning',
        pass: 'which is let pass',
      }
      return `${count('inconclusive')} of ${of} neither passed nor failed, ${then[inconclusive]}`
    }
    case 'invalid':
      return 'a run mustn’t be believed in what is gated: that is neither a pass nor a fail. Measure again'
    case 'seeded':
      return 'there was no baseline, and this run is the first of it'
    case 'no_baseline':
      return exitStatus === 0
        ? 'there is nothing to compare with, which is let pass'
        : 'there is nothing to compare with'
    case 'not_comparable':
      return 'what was measured isn’t what the baseline is of (--force compares all the same)'
  }
}

/** `bench/latest (B, 5 runs) against branch:main (A, 10 runs)`: notes call them A and B. */
export function sidesWords({ run, runs, baseline, baselineRuns, blocks, confidence }: GateReport): string {
  const counted = (name: string, side: string, n: number): string =>
    `${printable(name)} (${side}${n} run${n === 1 ? '' : 's'})`
  if (baseline === null) return counted(run, '', runs)
  const against = baselineRuns === 0 ? printable(baseline) : counted(baseline, 'A, ', baselineRuns)
  const paired = blocks === null ? '' : `, in ${blocks} block${blocks === 1 ? '' : 's'}`
  // Why it is more, docs/gate.md says.
  const level = confidence === 0.95 ? '' : `; ${confidenceWords({ confidence })} intervals decide`
  return `${counted(run, 'B, ', runs)} against ${against}${paired}${level}`
}

/** `95 %`, `98.1 %`. */
export function confidenceWords({ confidence }: Pick<GateReport, 'confidence'>): string {
  return `${Number((100 * confidence).toPrecision(3))} %`
}

/** `+7.2 %`, `-0.3 pp`: B against A, as it was measured. */
export function signedChange(change: number | null, unit: ComparedUnit): string {
  if (change === null) return noNumber
  return `${signed(100 * change)} ${unit === 'share' ? 'pp' : '%'}`
}

/** `+5.1 to +9.4`. */
export function changeInterval(interval: MetricComparison['changeCi95']): string {
  return interval === null ? noNumber : `${signed(100 * interval[0])} to ${signed(100 * interval[1])}`
}

function signed(value: number): string {
  const text = threeDigits(value)
  return value > 0 ? `+${text}` : text.replace('-', '−')
}

/** A side's figure with its unit. */
export function sideText(value: number | null, unit: ComparedUnit): string {
  return value === null ? noNumber : valueWords(value, unit)
}

export function gateName({ gate, cell }: Pick<GateResult, 'gate' | 'cell'>): string {
  return printable(cell === null ? gate : `${gate} [${cell}]`)
}

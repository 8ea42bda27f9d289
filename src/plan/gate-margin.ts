import { parseDecimal, shifted } from './decimal.ts'
import { badGate } from './gate-text.ts'
import { didYouMean } from './nearest.ts'
import type { ObjectivePiece } from './objective-text.ts'

/** What decides how a margin is read. */
export type GateKind = 'latency' | 'rate' | 'share'

/** Ten times as bad: more is no gate but a typing error. */
const mostPercent = 1000

/**
 * The margin of a gate: a share of the baseline of `5%`, points of `0.5pp`. A share has points only, for `1%` of an error rate of 2 %
 * may be 0.02 points or one. Throws TareError('usage') that names the place in `text`.
 */
export function parseMargin(text: string, piece: ObjectivePiece, kind: GateKind): number {
  const example = kind === 'share' ? '0.5pp' : '5%'
  const split = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*)$/is.exec(piece.text)
  if (split === null) throw badGate(text, piece, "isn't a margin", `say ${example}`)
  const [, digits = '', unit = ''] = split
  const at = { text: unit, at: piece.at + piece.text.length - unit.length }
  checkUnit(text, { all: piece, digits, unit: at }, kind)
  const percent = parseDecimal(digits)
  if (percent < 0) {
    throw badGate(text, piece, 'is negative', `a margin is how much worse it may be: say ${example}`)
  }
  if (percent === 0) {
    const hint = `no measurement shows that nothing is worse at all: say what would matter, such as ${example}`
    throw badGate(text, piece, 'leaves no margin', hint)
  }
  const most = kind === 'latency' ? mostPercent : 100
  if (percent > most || (kind !== 'latency' && percent === most)) {
    const why = {
      latency: `is more than ${mostPercent}%`,
      rate: 'is all that there is',
      share: 'is all there is',
    }
    throw badGate(text, piece, why[kind], `say what would matter, such as ${example}`)
  }
  return shifted(digits, -2)
}

interface Quantity {
  readonly all: ObjectivePiece
  readonly digits: string
  readonly unit: ObjectivePiece
}

function checkUnit(text: string, { all, digits, unit }: Quantity, kind: GateKind): void {
  const share = kind === 'share'
  const wanted = share ? 'pp' : '%'
  if (unit.text === wanted) return
  if (unit.text === '') throw badGate(text, all, 'has no unit', `say ${digits}${wanted}`)
  if (share && unit.text === '%') {
    const hint = `say how many points: ${digits}pp`
    throw badGate(text, all, 'may be a part of the share or points', hint)
  }
  if (!share && unit.text === 'pp') {
    throw badGate(text, all, 'is in points, which only shares have', `say ${digits}%`)
  }
  if (kind === 'latency' && /^(ns|us|µs|μs|ms|s|m)$/.test(unit.text)) {
    const hint =
      "a margin is a share of the baseline: say 5%; a limit in ms is an objective, 'ttft.p99 < 300ms'"
    throw badGate(text, all, 'is a time', hint)
  }
  throw badGate(
    text,
    unit,
    `isn't a unit of a margin${didYouMean(unit.text.slice(0, 40), ['%', 'pp'])}`,
    `say ${digits}${wanted}`,
  )
}

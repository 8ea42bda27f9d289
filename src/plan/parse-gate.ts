import { parseDecimal } from './decimal.ts'
import { gatedLatencies, gatedRates, gatedStatistics, type RegressionGate } from './gate.ts'
import { type GateKind, parseMargin } from './gate-margin.ts'
import { badGate } from './gate-text.ts'
import { didYouMeanMetric, k6Metrics } from './metric-words.ts'
import { objectiveShares } from './objective.ts'
import { type ObjectivePiece, trimmedPiece } from './objective-text.ts'

const latencies: readonly string[] = gatedLatencies
const rates: readonly string[] = gatedRates
const metrics: readonly string[] = [...latencies, ...objectiveShares, ...rates]

/**
 * Reads a gate, in Tare's spelling or k6's:
 *
 *     gate      = metric [ "." statistic | ":" statistic ] margin
 *     statistic = "p99.9" | "p(99.9)" | "mean" | "avg" | "med"; of a share or rate "value" | "rate"
 *     margin    = number "%"; of goodput and error_rate number "pp"
 *
 * `ttft.p99 5%`, `itl: p(99) 10 %`, `output_tokens_per_s 3%`, `error_rate 0.5pp`. Throws TareError('usage') that names the place
 * in the text.
 */
export function parseGate(text: string): RegressionGate {
  const comparison = /[<>=≤≥]+/.exec(text)
  if (comparison !== null) {
    const piece = { text: comparison[0], at: comparison.index }
    const hint =
      "a gate is on the change from the baseline: 'ttft.p99 5%'; with a limit of its own it is an objective (--objective)"
    throw badGate(text, piece, 'has no place in it', hint)
  }
  const { left, margin } = sides(text)
  const { name, statistic } = leftSide(text, left)
  const { metric, kind } = metricOf(text, name, statistic)
  return { text: text.trim(), metric, margin: parseMargin(text, margin, kind) }
}

/**
 * Reads all gates of a run. One given twice is one. Throws TareError('usage') for one that can't be read, and when two give a metric
 * different margins.
 */
export function parseGates(texts: readonly string[]): readonly RegressionGate[] {
  const gates = new Map<string, RegressionGate>()
  for (const text of texts) {
    const gate = parseGate(text)
    const other = gates.get(gate.metric)
    if (other !== undefined && contradicts(other, gate)) {
      const whole = { text: '', at: 0 }
      throw badGate(text, whole, `contradicts "${other.text}"`, `give ${gate.metric} one margin`)
    }
    if (other === undefined) gates.set(gate.metric, gate)
  }
  return Array.from(gates.values())
}

export function contradicts(one: RegressionGate, other: RegressionGate): boolean {
  return one.metric === other.metric && one.margin !== other.margin
}

/** The metric, and what follows its last space but for one before the unit. */
function sides(text: string): { readonly left: string; readonly margin: ObjectivePiece } {
  const number = /\s([-+]?[\d.]\S*(?:\s+(?:%|[a-z]+))?)\s*$/i.exec(text)
  const found = number ?? /\s(\S+)\s*$/.exec(text.trimEnd())
  const left = text.slice(0, found?.index ?? text.length)
  if (found === null || left.trim() === '') {
    const looksLikeMargin = /^\s*[-+]?[\d.]/.test(text)
    const why = looksLikeMargin ? 'has no metric before its margin' : 'has no margin after its metric'
    throw badGate(text, trimmedPiece({ text, at: 0 }), why)
  }
  const margin = trimmedPiece({ text: text.slice(found.index), at: found.index })
  return { left, margin }
}

interface LeftSide {
  readonly name: ObjectivePiece
  readonly statistic: ObjectivePiece | null
}

function leftSide(text: string, left: string): LeftSide {
  const brace = left.indexOf('{')
  if (brace >= 0) {
    const tag = { text: left.slice(brace).trim(), at: brace }
    throw badGate(text, tag, "is k6's way to pick some of the requests, which isn't there here")
  }
  const separator = left.search(/[.:]/)
  if (separator < 0) return { name: trimmedPiece({ text: left, at: 0 }), statistic: null }
  return {
    name: trimmedPiece({ text: left.slice(0, separator), at: 0 }),
    statistic: trimmedPiece({ text: left.slice(separator + 1), at: separator + 1 }),
  }
}

interface GatedMetric {
  readonly metric: string
  readonly kind: GateKind
}

function metricOf(text: string, name: ObjectivePiece, statistic: ObjectivePiece | null): GatedMetric {
  const base = Object.hasOwn(k6Metrics, name.text) ? k6Metrics[name.text]! : name.text
  if (!metrics.includes(base)) {
    if (name.text === '') throw badGate(text, name, 'has no metric before its margin')
    const why = `isn't a metric that can be gated${didYouMeanMetric(name.text, metrics)}`
    throw badGate(text, name, why, `those are ${metrics.join(', ')}`)
  }
  if (latencies.includes(base)) {
    if (statistic === null) {
      const hint = `a gate is on one figure of a run: write ${base}.p99 or ${base}.p50`
      throw badGate(text, name, 'needs a statistic', hint)
    }
    return { metric: `${base}.${statisticOf(text, statistic)}`, kind: 'latency' }
  }
  if (statistic !== null && statistic.text !== 'value' && statistic.text !== 'rate') {
    throw badGate(text, statistic, `isn't a statistic of ${base}, which is one number`, 'leave it out')
  }
  return { metric: base, kind: rates.includes(base) ? 'rate' : 'share' }
}

function statisticOf(text: string, piece: ObjectivePiece): string {
  if (piece.text === 'mean' || piece.text === 'avg') return 'mean'
  if (piece.text === 'med' || piece.text === 'median') return 'p50'
  const those = `those are ${gatedStatistics.join(', ')}`
  const percent = /^p(?:\(([^()]*)\)|([^()]*))$/.exec(piece.text)
  if (percent === null) {
    const why = piece.text === '' ? 'has no statistic between its metric and its margin' : "isn't a statistic"
    throw badGate(text, piece, `${why} that runs keep`, those)
  }
  // p99_9 is how artifacts name it.
  const digits = (percent[1] ?? percent[2] ?? '').trim().replace(/^(\d+)_(\d+)$/, '$1.$2')
  const found = gatedStatistics.find(
    (known) => known.startsWith('p') && Number(known.slice(1)) === parseDecimal(digits),
  )
  if (found !== undefined) return found
  const begun = gatedStatistics.filter((known) => digits !== '' && known.startsWith(`p${digits}`))
  const guess = /^99+$/.test(digits) ? `p99.${digits.slice(2)}` : begun.length === 1 ? begun[0] : undefined
  const meant = guess === undefined ? '' : `did you mean ${guess}? `
  throw badGate(text, piece, "isn't a quantile that runs keep", `${meant}${those}`)
}

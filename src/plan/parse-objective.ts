import { parseDecimal, shifted } from './decimal.ts'
import { didYouMeanMetric, k6Metrics } from './metric-words.ts'
import {
  type Objective,
  type ObjectiveMetric,
  objectiveKind,
  objectiveLatencies,
  objectiveRates,
  objectiveShares,
  queryLatency,
} from './objective.ts'
import { parseLimit } from './objective-limit.ts'
import { badObjective, type ObjectivePiece, trimmedPiece } from './objective-text.ts'

const metrics: readonly ObjectiveMetric[] = [
  ...objectiveLatencies,
  queryLatency,
  ...objectiveShares,
  ...objectiveRates,
]
const comparisons = ['<', '<=', '>', '>='] as const satisfies readonly Objective['comparison'][]

/**
 * Reads an objective, in Tare's spelling or k6's:
 *
 *     objective  = metric [ "." statistic ] comparison limit
 *                | metric ":" statistic comparison limit              (k6's)
 *     statistic  = "p99.9" | "p(99.9)" | "mean" | "avg" | "med" | "max"; of a share or rate "value" | "rate"
 *     comparison = "<" | "<="; of goodput and rates ">" | ">="
 *     limit      = number [ "ns" | "us" | "ms" | "s" | "m" | "%" | "/s" ]
 *
 * `ttft.p99 < 300ms`, `itl.p(99) < 50ms`, `ttft: p(95)<500`, `ttft < 300ms` (every request), `goodput > 99%`,
 * `error_rate < 0.001`. A bare number is ms in k6's spelling, and a share of one where it can't be a percentage.
 * Throws TareError('usage') that names the place in the text.
 */
export function parseObjective(text: string): Objective {
  const operator = /[<>=!≤≥]+/.exec(text)
  if (operator === null)
    throw badObjective(text, trimmedPiece({ text, at: 0 }), 'has no <, <=, > or >= in it')
  const { k6, name, statistic } = leftSide(text, operator.index)
  const metric = metricOf(text, name)
  const comparison = comparisonOf(text, { text: operator[0], at: operator.index }, metric)
  const at = operator.index + operator[0].length
  const limit = trimmedPiece({ text: text.slice(at), at })
  if (limit.text === '') throw badObjective(text, limit, 'has no limit after its comparison')
  return {
    text: text.trim(),
    metric,
    statistic: statisticOf(text, name, statistic, metric),
    comparison,
    limit: parseLimit(text, limit, { metric, comparison, k6 }),
  }
}

/** What stands before the comparison. */
interface LeftSide {
  readonly k6: boolean
  readonly name: ObjectivePiece
  readonly statistic: ObjectivePiece | null
}

function leftSide(text: string, end: number): LeftSide {
  const left = text.slice(0, end)
  const brace = left.indexOf('{')
  if (brace >= 0) {
    const tag = { text: left.slice(brace).trim(), at: brace }
    throw badObjective(text, tag, "is k6's way to pick some of the requests, which isn't there here")
  }
  const separator = left.search(/[.:]/)
  if (separator < 0) return { k6: false, name: trimmedPiece({ text: left, at: 0 }), statistic: null }
  return {
    k6: left[separator] === ':',
    name: trimmedPiece({ text: left.slice(0, separator), at: 0 }),
    statistic: trimmedPiece({ text: left.slice(separator + 1), at: separator + 1 }),
  }
}

function metricOf(text: string, name: ObjectivePiece): ObjectiveMetric {
  const metric = metrics.find((known) => known === name.text)
  if (metric !== undefined) return metric
  if (name.text === '') throw badObjective(text, name, 'has no metric before its comparison')
  const here = Object.hasOwn(k6Metrics, name.text) ? ` (it is ${k6Metrics[name.text]} here)` : undefined
  const why = `isn't a metric that can have an objective${here ?? didYouMeanMetric(name.text, metrics)}`
  throw badObjective(text, name, why, `those are ${metrics.join(', ')}`)
}

function statisticOf(
  text: string,
  name: ObjectivePiece,
  piece: ObjectivePiece | null,
  metric: ObjectiveMetric,
): Objective['statistic'] {
  const latency = objectiveKind(metric) === 'latency'
  if (piece === null && metric === queryLatency) {
    const hint = 'write query.p99, query.max to ask it of every query, or e2e to ask it of every request'
    throw badObjective(text, name, 'needs a statistic: it is of queries, not of requests', hint)
  }
  if (piece === null) return latency ? 'each' : 'value'
  if (!latency) {
    if (piece.text === 'value' || piece.text === 'rate') return 'value'
    throw badObjective(text, piece, `isn't a statistic of ${metric}, which is one number`, 'leave it out')
  }
  if (piece.text === 'mean' || piece.text === 'max') return piece.text
  if (piece.text === 'avg') return 'mean'
  if (piece.text === 'med' || piece.text === 'median') return { quantile: 0.5 }
  const percent = /^p(?:\(([^()]*)\)|([^()]*))$/.exec(piece.text)
  if (percent !== null) return { quantile: quantileOf(text, piece, (percent[1] ?? percent[2] ?? '').trim()) }
  const why =
    piece.text === '' ? 'has no statistic between its metric and its comparison' : "isn't a statistic"
  const hint = 'write p99, p(99.9), mean or max; or the metric alone, for every request'
  throw badObjective(text, piece, why, hint)
}

function quantileOf(text: string, piece: ObjectivePiece, digits: string): number {
  // p99_9 is how artifacts name it.
  const written = digits.replace(/^(\d+)_(\d+)$/, '$1.$2')
  const percent = parseDecimal(written)
  const quantile = shifted(written, -2)
  if (quantile > 0 && quantile < 1) return quantile
  if (percent === 100) throw badObjective(text, piece, 'is no quantile', 'the largest of all is max')
  const hint = /^99+$/.test(written) ? `did you mean p99.${written.slice(2)}?` : 'write p99 or p(99.9)'
  throw badObjective(text, piece, 'must be a percentage between 0 and 100', hint)
}

function comparisonOf(text: string, piece: ObjectivePiece, metric: ObjectiveMetric): Objective['comparison'] {
  const given = piece.text.replace('≤', '<=').replace('≥', '>=')
  const comparison = comparisons.find((known) => known === given)
  if (comparison === undefined) {
    const hint = 'those are <, <=, > and >=: no measured figure equals anything'
    throw badObjective(text, piece, "isn't a comparison", hint)
  }
  const good = metric === 'goodput' || objectiveKind(metric) === 'rate' ? '>' : '<'
  if (comparison.startsWith(good)) return comparison
  const other = comparison.replace(/[<>]/, good)
  throw badObjective(text, piece, `asks ${metric} to be worse`, `did you mean ${other}?`)
}

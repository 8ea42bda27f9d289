import type { LatencyPrediction } from '../analysis/capacity/predict-latency.ts'
import { renderNote } from './fact-line.ts'
import { formatDecimal, formatDurationNs, formatRate, noNumber } from './format-number.ts'
import type { Style } from './style.ts'

const heads = ['rate', 'load', 'in flight', 'mean', 'p50', 'p90', 'p95', 'p99'] as const
const widths = [12, 7, 12, 9, 9, 9, 9, 9] as const

/** Predictions for rates that weren't measured, a row each, and how wrong the curve behind them is where that can be seen. */
export function renderPredictions(predictions: readonly LatencyPrediction[], style: Style): string {
  const rows = [heads, ...predictions.map(cells)].map((row) =>
    row.map((cell, at) => cell.padStart(widths[at] ?? 9)).join(''),
  )
  const [head, ...rest] = rows.map((row) => style.encode(row))
  const lines = [
    style.faint('  What an open loop would see, by the closed-loop sweep:'),
    style.faint(head!),
    ...rest,
    ...renderNote(`${heldOutInWords(predictions[0])} ${assumptions}`, style),
  ]
  return lines.map((line) => `${style.encode(line.trimEnd())}\n`).join('')
}

const assumptions =
  'Response times from send to end, if arrivals are Poisson, the rate of completions depends on the requests in flight alone, ' +
  'and reply sizes are exponential: sizes that vary less have shorter tails.'

function cells(prediction: LatencyPrediction): readonly string[] {
  const { ratePerSecond, utilization } = prediction
  const lead = [formatRate(ratePerSecond, 'req'), `${Math.round(100 * utilization)} %`]
  if (prediction.state === 'overloaded') return [...lead, 'overloaded', ...heads.slice(3).map(() => noNumber)]
  const { p50, p90, p95, p99 } = prediction.responseQuantilesSeconds
  const times = [prediction.meanResponseSeconds, p50, p90, p95, p99]
  return [
    ...lead,
    formatDecimal(prediction.meanInFlight),
    ...times.map((seconds) => formatDurationNs(seconds * 1e9)),
  ]
}

function heldOutInWords(prediction: LatencyPrediction | undefined): string {
  const errors = prediction?.heldOut ?? []
  if (errors.length === 0)
    return 'Too few concurrencies were measured to leave one out and see how far the others miss it.'
  const worst = errors.reduce((most, each) => {
    return Math.abs(each.relativeError) > Math.abs(most.relativeError) ? each : most
  })
  return (
    `Left out in turn, the measured points are missed by ${formatDecimal(100 * Math.abs(worst.relativeError))} % at most ` +
    `(at ${formatDecimal(worst.inFlight)} in flight).`
  )
}

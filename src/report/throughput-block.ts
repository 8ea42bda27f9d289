import type { QueryFigures, Summary } from '../metrics/summary.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { formatCountEstimate } from './format-estimate.ts'
import { formatCount, noNumber } from './format-number.ts'
import { hasTokens } from './has-tokens.ts'
import type { Style } from './style.ts'
import { renderMark, touchOf } from './touch.ts'

/** Rates over the measured window, with their intervals, and how many requests were in flight. */
export function renderThroughput(summary: Summary, style: Style): readonly string[] {
  const { load, queries, throughput, verdict } = summary
  const { ci95, ...rates } = throughput
  // The unit stands once, with the first of each line.
  const rate = (name: keyof typeof rates): string => formatCountEstimate(rates[name], ci95[name])
  const asked = load.requested_rate_per_s
  const requests = [
    `${rate('requests_per_s')} req/s completed`,
    `${formatCountEstimate(load.achieved_rate_per_s, null)} sent`,
    ...(asked === null ? [] : [`${formatCountEstimate(asked, null)} asked`]),
  ]
  const tokens = [
    `${rate('output_tokens_per_s')} tok/s out`,
    `${rate('input_tokens_per_s')} in`,
    `${rate('total_tokens_per_s')} in all`,
  ]
  const inFlight = [
    `${formatCountEstimate(load.in_flight_mean, load.in_flight_mean_ci95)} on average`,
    `${formatCount(load.in_flight_max)} at most`,
  ]
  const mark = (...names: readonly string[]): string => renderMark(touchOf(verdict, names), style)
  const tokenRates = ['output_tokens_per_s', 'input_tokens_per_s', 'total_tokens_per_s']
  const short = hasTokens(summary) ? Object.values(rates).includes(null) : rates.requests_per_s === null
  return [
    `  ${style.strong('THROUGHPUT')}`,
    ...renderFacts('requests', requests, style, mark('requests_per_s', 'achieved_rate_per_s')),
    ...(queries === null ? [] : renderFacts('queries', queryParts(queries), style, mark('queries_per_s'))),
    ...(hasTokens(summary) ? renderFacts('tokens', tokens, style, mark(...tokenRates)) : []),
    ...renderFacts('in flight', inFlight, style, mark('in_flight_mean', 'in_flight_max')),
    ...(short
      ? renderNote(`${noNumber} the run is too short to say how far a rate can be wrong.`, style, 2)
      : []),
  ]
}

/** Of queries, what isn't the case goes without saying. */
function queryParts(queries: QueryFigures): readonly string[] {
  const rate = formatCountEstimate(queries.queries_per_s, queries.queries_per_s_ci95)
  return [
    `${rate} queries/s completed`,
    ...(queries.failed > 0 ? [`${formatCount(queries.failed)} failed`] : []),
    ...(queries.incomplete > 0 ? [`${formatCount(queries.incomplete)} cut short`] : []),
  ]
}

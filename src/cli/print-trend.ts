import { headlineMetrics } from '../analysis/comparison/compared-metric.ts'
import { everyVerdict } from '../analysis/history/every-verdict.ts'
import { parseAgeMs } from '../analysis/history/parse-age.ts'
import { parseSelector, selectRows } from '../analysis/history/select-rows.ts'
import { gotWorse, type TrendOptions, trendDefaults, trendOf, trendSince } from '../analysis/history/trend.ts'
import { trendResult } from '../analysis/history/trend-result.ts'
import type { Trend } from '../analysis/history/trend-series.ts'
import { failedGateStatus, shortened, TareError } from '../errors.ts'
import { parseMetricName } from '../experiment/comparison/parse-metric-name.ts'
import { defaultHistory } from '../experiment/history/history-folder.ts'
import { trendCsv } from '../experiment/history/trend-csv.ts'
import { styleFor } from '../report/style.ts'
import { trendMarkdown } from '../report/trend-markdown.ts'
import { trendTable } from '../report/trend-table.ts'
import { historyRows } from './history-rows.ts'
import { tell } from './tell.ts'
import type { TrendFlags } from './trend-flags.ts'

/** Prints a history over time, and returns the exit status. Throws TareError for flags, and where there is nothing to print. */
export function printTrend(selector: string | undefined, flags: TrendFlags, nowMs: number): number {
  const options = trendOptions(flags)
  const sinceMs =
    flags.since === undefined ? Number.NEGATIVE_INFINITY : nowMs - parseAgeMs(flags.since, '--since')
  const history = flags.history ?? defaultHistory()
  const all = historyRows(history, options.metrics)
  // INVALID runs are left out later, and counted.
  const chosen = selector === undefined ? all : selectRows(all, everyVerdict(parseSelector(selector)), nowMs)
  const trend = trendSince(trendOf(chosen, all, options), sinceMs)
  if (trend.series.length === 0) throw nothingThere(history, all.length, selector, flags)
  process.stdout.write(rendered(trend, history, options, flags.format))
  const worse = trend.series.filter(gotWorse)
  if (flags.failOnChange !== true || worse.length === 0) return 0
  const names = [...new Set(worse.map(({ metric }) => metric))]
  tell(
    `${worse.length === 1 ? 'a series' : `${worse.length} series`} changed for the worse: ${names.join(', ')}`,
  )
  return failedGateStatus
}

function trendOptions({ metric, minMagnitude = [] }: TrendFlags): TrendOptions {
  const sizes = minMagnitude.map(magnitude)
  const last = (unit: '%' | 'pp'): number | undefined => sizes.findLast((size) => size.unit === unit)?.share
  return {
    ...trendDefaults,
    leastChange: last('%') ?? trendDefaults.leastChange,
    leastPoints: last('pp') ?? trendDefaults.leastPoints,
    metrics: metric === undefined ? headlineMetrics : [...new Set(metric.map(parseMetricName))],
  }
}

function magnitude(text: string): { readonly share: number; readonly unit: '%' | 'pp' } {
  const [, number, unit] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%|pp)$/.exec(text.trim()) ?? []
  const share = Number(number) / 100
  if (unit !== undefined && share < 1) return { share, unit: unit === '%' ? '%' : 'pp' }
  throw new TareError(
    'usage',
    `--min-magnitude: ${JSON.stringify(shortened(text, 40))} isn't a size below 100 with its unit`,
    { hint: 'Write 5% for rates and latencies, or 1pp for shares (goodput, error_rate).' },
  )
}

function rendered(
  trend: Trend,
  history: string,
  options: TrendOptions,
  format: TrendFlags['format'],
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(trendResult(trend, { history, ...options }), null, 2)}\n`
    case 'csv':
      return trendCsv(trend)
    case 'markdown':
      return trendMarkdown(trend)
    case 'table':
      return `\n${trendTable(trend, styleFor(process.stdout, process.env))}`
  }
}

function nothingThere(
  history: string,
  runs: number,
  selector: string | undefined,
  { metric, since }: TrendFlags,
): TareError {
  const of = [
    ...(metric === undefined ? [] : [`with ${metric.join(' or ')}`]),
    ...(selector === undefined ? [] : [`that are ${selector}`]),
    ...(since === undefined ? [] : [`of the last ${since}`]),
  ].join(' ')
  return new TareError(
    'usage',
    `none of the ${runs} runs in ${history} can be shown: none ${of || 'is VALID'}`,
    {
      hint: 'tare history list shows what there is.',
    },
  )
}

import type {
  ChangesTo,
  ScaleStormFigures,
  StormRequests,
} from '../metrics/scale-storm/scale-storm-figures.ts'
import type { Ci95, Summary } from '../metrics/summary.ts'
import { renderFacts, renderNote } from './fact-line.ts'
import { formatEstimate } from './format-estimate.ts'
import {
  formatCount,
  formatDecimal,
  formatDurationNs,
  formatQuantity,
  formatSpanNs,
  timeUnits,
  unitFor,
} from './format-number.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

type Fact = readonly [label: string, parts: readonly string[]]

/** What scaling the server under load did to it and to requests. Nothing where it wasn't scaled. */
export function renderScaleStorm(summary: Summary, style: Style): readonly string[] {
  // A summary that an older version wrote has none.
  const storm = (summary.scale_storm ?? null) as ScaleStormFigures | null
  if (storm === null) return []
  const facts: readonly Fact[] = [
    ['changes', changeParts(storm)],
    ...storm.to.map((changes): Fact => [`  to ${workersOf(changes)}`, tookParts(changes)]),
    ['while changing', requestParts(storm.changing)],
    ...storm.changing.by_workers.map((some): Fact => [`  to ${workersOf(some)}`, requestParts(some)]),
    ['otherwise', requestParts(storm.otherwise)],
    ...storm.otherwise.by_workers.map((some): Fact => [`  at ${workersOf(some)}`, requestParts(some)]),
  ]
  return [
    `  ${style.strong('SCALE STORM')}`,
    ...facts.flatMap(([label, parts]) => renderFacts(label, parts, style)),
    ...storm.errors.flatMap(({ message, count }) =>
      renderNote(`! ${formatQuantity(count, 'change')} failed: ${printable(message)}.`, style, 2),
    ),
    ...(storm.settled === 0
      ? renderNote('! No change was settled: what scaling does can’t be seen here.', style, 2)
      : []),
  ]
}

function changeParts({ workers, every_s, changes, settled, failed, unfinished, skipped }: ScaleStormFigures) {
  return [
    `${workers.join(', ')} workers in turn, every ${formatSpanNs(every_s * 1e9)}`,
    formatQuantity(changes, 'change'),
    `${formatCount(settled)} settled`,
    `${formatCount(failed)} failed`,
    ...(unfinished === 0 ? [] : [`${formatCount(unfinished)} unfinished at the end`]),
    ...(skipped === 0 ? [] : [`${formatQuantity(skipped, 'turn')} left out while one went on`]),
  ]
}

function workersOf({ workers }: { readonly workers: number }): string {
  return formatQuantity(workers, 'worker')
}

function tookParts({ changes, failed, settled_ms: took }: ChangesTo): readonly string[] {
  const time = (ms: number): string => formatDurationNs(ms * 1e6)
  return [
    formatQuantity(changes, 'change'),
    ...(took === null
      ? []
      : [`ready after ${time(took.median)} (median; ${time(took.min)} to ${time(took.max)})`]),
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
  ]
}

function requestParts(part: StormRequests): readonly string[] {
  const { time_s, ended, failed, error_rate: rate, error_rate_ci95, e2e_from_plan_ms: e2e } = part
  const interval: Ci95 =
    error_rate_ci95 === null ? null : [100 * error_rate_ci95[0], 100 * error_rate_ci95[1]]
  const share = rate === null ? '' : ` (${estimate(100 * rate, interval)} %)`
  return [
    `${formatDecimal(time_s)} s`,
    formatQuantity(ended, 'request'),
    ...(ended === 0 ? [] : [`${formatCount(failed)} failed${share}`]),
    ...(e2e.p50 === null ? [] : [`p50 ${latency(e2e.p50, e2e.p50_ci95)}`]),
    ...(e2e.p95 === null ? [] : [`p95 ${latency(e2e.p95, e2e.p95_ci95)}`]),
  ]
}

function latency(ms: number, ci95: Ci95): string {
  const { size, symbol } = unitFor(ms * 1e6, timeUnits)
  const scaled: Ci95 = ci95 === null ? null : [(ci95[0] * 1e6) / size, (ci95[1] * 1e6) / size]
  return `${estimate((ms * 1e6) / size, scaled)} ${symbol}`
}

function estimate(value: number, ci95: Ci95): string {
  const { value: text, halfWidth } = formatEstimate(value, ci95)
  return halfWidth === null ? text : `${text} ± ${halfWidth}`
}

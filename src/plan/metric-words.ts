import { nearest } from './nearest.ts'

/** What k6 measures, by its name there. */
export const k6Metrics: Readonly<Record<string, 'e2e' | 'error_rate' | 'requests_per_s'>> = {
  http_req_duration: 'e2e',
  http_req_failed: 'error_rate',
  http_reqs: 'requests_per_s',
}

/** What people call metrics, none of whose names is like it. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  throughput: ['requests_per_s', 'output_tokens_per_s'],
  rps: ['requests_per_s'],
  qps: ['requests_per_s'],
  tps: ['output_tokens_per_s'],
  latency: ['e2e'],
  failures: ['error_rate'],
}

/** ` (did you mean ttft?)` for the end of a message about a name that isn't one of these metrics, or nothing. */
export function didYouMeanMetric(name: string, metrics: readonly string[]): string {
  const base = name.split('.')[0]!.toLowerCase()
  const meant = (Object.hasOwn(otherWords, base) ? otherWords[base]! : []).filter((each) =>
    metrics.some((metric) => metric.split('.')[0] === each),
  )
  const near = nearest(name.slice(0, 60), metrics)
  const words = meant.length > 0 ? meant : near === undefined ? [] : [near]
  return words.length === 0 ? '' : ` (did you mean ${words.join(' or ')}?)`
}

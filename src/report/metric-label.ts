import type { Summary } from '../metrics/summary.ts'

/** What tables call a metric, where that isn't its name in the artifacts. */
const latencies: Readonly<Record<keyof Summary['latency_ms'], string>> = {
  ttft: 'TTFT',
  ttfat: 'TTFT of answer',
  itl: 'ITL',
  tpot: 'TPOT',
  ntpot: 'NTPOT',
  e2e: 'E2E',
  ttft_from_plan: 'TTFT from plan',
  e2e_from_plan: 'E2E from plan',
}

/** What people call a metric: `TTFT` for `ttft`. Other names are put in words: `requests/s`. */
export function metricLabel(name: string): string {
  return (
    (latencies as Readonly<Record<string, string>>)[name] ??
    name
      .replace(/_ms$/, '')
      .replace(/_per_s$/, '/s')
      .replaceAll('_', ' ')
  )
}

/** Metrics in a row: `ITL, TPOT`, `all latencies, throughput`, `every number`. */
export function metricsInWords(names: readonly string[]): string {
  if (names.includes('*')) return 'every number'
  const known = Object.keys(latencies)
  const all = known.every((name) => names.includes(name))
  const others = all ? names.filter((name) => !known.includes(name)) : names
  return [...(all ? ['all latencies'] : []), ...others.map(metricLabel)].join(', ')
}

import { comparedMetric, comparedMetrics } from '../../analysis/comparison/compared-metric.ts'
import { shortened, TareError } from '../../errors.ts'
import { didYouMeanMetric } from '../../plan/metric-words.ts'

/**
 * The name of a compared metric as a person may write it: `ttft.p99`, `ttft.p(99)` as k6 has it, `itl.p99_9` as files do. Throws TareError
 * 'usage' with the nearest known one.
 */
export function parseMetricName(text: string): string {
  const name = text
    .trim()
    .replace(/\.p\(([\d.]+)\)$/, '.p$1')
    .replace(/(\.p\d+)_(\d+)$/, '$1.$2')
    .replace(/\.(med|median)$/, '.p50')
    .replace(/\.avg$/, '.mean')
  if (comparedMetric(name) !== undefined) return name
  const known = comparedMetrics.map((metric) => metric.name)
  const figures = known.filter((other) => other.startsWith(`${name}.`))
  const what = `"${shortened(text, 60)}" isn't a metric that can be compared`
  if (figures.length > 0) {
    throw new TareError('usage', `${what}: say which figure of it`, {
      hint: `Those are ${figures.join(', ')}.`,
    })
  }
  const bases = [...new Set(known.map((other) => other.split('.')[0]!))]
  throw new TareError('usage', `${what}${didYouMeanMetric(name, known)}`, {
    hint: `Those are ${bases.join(', ')}; latencies with .mean, .p50, .p90, .p95, .p99 or .p99.9 behind them.`,
  })
}

/** A histogram with fixed upper bounds, as Prometheus counts it. */
export interface PrometheusHistogram {
  observe(value: number): void
  /** Its lines in the text exposition format (prometheus.io/docs/instrumenting/exposition_formats). */
  expose(name: string, labels: string): string
}

export function createPrometheusHistogram(bounds: readonly number[]): PrometheusHistogram {
  const counts = new Float64Array(bounds.length + 1)
  let sum = 0
  return {
    observe(value) {
      let bucket = 0
      while (bucket < bounds.length && value > bounds[bucket]!) bucket++
      counts[bucket]!++
      sum += value
    },
    expose(name, labels) {
      let below = 0
      let lines = ''
      for (const [bucket, count] of counts.entries()) {
        below += count
        const bound =
          bucket < bounds.length ? bounds[bucket]!.toFixed(Number.isInteger(bounds[bucket]) ? 1 : 3) : '+Inf'
        lines += `${name}_bucket{${labels},le="${bound.replace(/(\.\d+?)0+$/, '$1')}"} ${below}\n`
      }
      return `${lines}${name}_count{${labels}} ${below}\n${name}_sum{${labels}} ${sum}\n`
    },
  }
}

import type { MetricDefinition } from '../request-metric.ts'

export const query: MetricDefinition = {
  name: 'query',
  title: 'Query latency',
  unit: 'ms',
  formula:
    'the greatest last_token_ns (end_ns when not streamed) − the least sent_ns, of the requests with one query',
  source:
    "A query is over with its slowest sample, as in MLPerf LoadGen's MultiStream; it is ok when all of its requests are. No MLPerf score.",
  of: 'ok queries',
}

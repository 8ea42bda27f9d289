import type { RequestMetric } from '../request-metric.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const ttfat: RequestMetric = {
  name: 'ttfat',
  title: 'Time to first answer token',
  unit: 'ms',
  formula: 'first_answer_token_ns − sent_ns',
  source:
    'The first token that is neither reasoning nor tool call: what a reader waits for. GuideLLM calls it TTFOT, AIPerf TTFO.',
  of: 'ok',
  compute: (record) => millisecondsBetween(record.sentNs, record.firstAnswerTokenNs),
}

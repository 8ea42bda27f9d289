import type { LatencyMetric } from '../request-metric.ts'
import { errorMs } from './error-ms.ts'
import { millisecondsBetween } from './milliseconds-between.ts'

export const ttfat: LatencyMetric = {
  name: 'ttfat',
  title: 'Time to first answer token',
  unit: 'ms',
  formula: 'first_answer_token_ns − sent_ns',
  source:
    'The first token that is neither reasoning nor tool call: what a reader waits for. GuideLLM calls it TTFOT, AIPerf TTFO.',
  of: 'ok',
  compute: (record) => millisecondsBetween(record.sentNs, record.firstAnswerTokenNs),
  // Of a token in the middle of a reply only the largest bound of all is on record.
  tooLarge(record) {
    const isFirst = record.firstAnswerTokenNs === record.firstTokenNs
    return errorMs(isFirst ? record.firstTokenErrorBoundNs : record.errorBoundNs, record.sendErrorBoundNs)
  },
}

import { connect } from './definitions/connect.ts'
import { e2e } from './definitions/e2e.ts'
import { e2eFromPlan } from './definitions/e2e-from-plan.ts'
import { inputTokens } from './definitions/input-tokens.ts'
import { itl } from './definitions/itl.ts'
import { lateness } from './definitions/lateness.ts'
import { ntpot } from './definitions/ntpot.ts'
import { outputTokens } from './definitions/output-tokens.ts'
import { query } from './definitions/query.ts'
import { rtt } from './definitions/rtt.ts'
import { tokensPerEvent } from './definitions/tokens-per-event.ts'
import { tpot } from './definitions/tpot.ts'
import { ttfat } from './definitions/ttfat.ts'
import { ttft } from './definitions/ttft.ts'
import { ttftFromPlan } from './definitions/ttft-from-plan.ts'
import type { MetricDefinition } from './request-metric.ts'

/**
 * Every metric that a summary gives a distribution of, in the order in which they are read. Those that have one value a
 * request can compute it from the request's record.
 *
 * @example
 * import { describeMetric, metricDefinitions } from 'tare'
 * for (const metric of metricDefinitions) console.log(metric.name, describeMetric(metric))
 */
export const metricDefinitions: readonly MetricDefinition[] = [
  ttft,
  ttfat,
  itl,
  tpot,
  ntpot,
  e2e,
  ttftFromPlan,
  e2eFromPlan,
  query,
  lateness,
  inputTokens,
  outputTokens,
  tokensPerEvent,
  rtt,
  connect,
]

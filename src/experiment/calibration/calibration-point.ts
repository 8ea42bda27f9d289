import type {
  CalibrationPoint,
  EnvelopeCriterion,
  ErrorQuantiles,
  PointOutcome,
} from '../../trust/calibration/envelope.ts'
import type { NsFigures, TruthComparison } from '../truth-comparison.ts'
import type { Traffic, TrafficSpec } from './traffic.ts'

/**
 * What a load has to keep to. A millisecond is a twentieth of the time between two tokens at 50 a second; and a worker
 * that is nine tenths busy has nothing left for a burst.
 */
export const criterion: EnvelopeCriterion = { error_p99_9_us: 1000, client_cpu_cores: 0.9 }

/** Below this share of what it was asked for, or a step late in one token of a hundred, the simulator doesn't keep up. */
const achievedShare = 0.9

/** A load's measurement as a point of the envelope, judged by the criterion. */
export function calibrationPoint(
  workers: number,
  spec: TrafficSpec,
  asked: Traffic,
  measured: TruthComparison,
): CalibrationPoint {
  const { outcome, reason } = judged(measured)
  const slow = senderLimit(asked, measured)
  return {
    workers,
    streams: spec.streams,
    burstiness: spec.burstiness,
    reply_tokens: asked.replyTokens,
    asked_tokens_per_s: asked.askedTokensPerSecond,
    tokens_per_s: measured.tokensPerSecond,
    requests_per_s: measured.requestsPerSecond,
    tokens: measured.tokens,
    kernel_error_us: measured.timestampSource === 'user' ? null : microseconds(measured.kernel.errorNs),
    user_error_us: microseconds(measured.user.errorNs),
    simulator_lateness_us: microseconds(measured.simulatorLatenessNs),
    client_cpu_cores: measured.clientCpuCoresPerWorker,
    sender_limited: slow !== null,
    outcome,
    reason: reason ?? slow,
  }
}

function judged(measured: TruthComparison): { outcome: PointOutcome; reason: string | null } {
  const failed = (reason: string): { outcome: PointOutcome; reason: string } => ({
    outcome: 'client',
    reason,
  })
  const lost = measured.failedRequests + measured.unmatchedRequests
  if (measured.tokens === 0) return failed('no tokens arrived')
  if (lost > 0) return failed(`${lost} of ${measured.requests + lost} requests failed`)
  const cpu = measured.clientCpuCoresPerWorker
  if (cpu >= criterion.client_cpu_cores) return failed(`a worker used ${Math.round(cpu * 100)} % of a core`)
  const recorded = measured.timestampSource === 'user' ? measured.user : measured.kernel
  const errorUs = recorded.errorNs.p99_9 / 1e3
  if (errorUs <= criterion.error_p99_9_us) return { outcome: 'ok', reason: null }
  if (recorded.outsideWriteNs.p99_9 / 1e3 > criterion.error_p99_9_us)
    return failed(`error of ${Math.round(errorUs)} µs at p99.9`)
  return {
    outcome: 'sender',
    reason: `the simulator's writes took up to ${Math.round(measured.senderWriteNs.max / 1e3)} µs`,
  }
}

function senderLimit(asked: Traffic, measured: TruthComparison): string | null {
  const share = measured.tokensPerSecond / asked.askedTokensPerSecond
  if (share < achievedShare) return `the simulator sent ${Math.round(share * 100)} % of what it was asked for`
  const lateNs = measured.simulatorLatenessNs.p99
  return lateNs > asked.stepNs ? `the simulator was ${Math.round(lateNs / 1e6)} ms late at p99` : null
}

function microseconds(ns: NsFigures): ErrorQuantiles {
  // Of nothing they are NaN, which JSON doesn't have; the point isn't ok then.
  const us = (value: number): number => (Number.isFinite(value) ? value / 1e3 : 0)
  return { p50: us(ns.p50), p99: us(ns.p99), p99_9: us(ns.p99_9), max: us(ns.max) }
}

import { emptyRecord } from '../../src/record/empty-record.ts'
import type { Phase, RequestRecord } from '../../src/record/request-record.ts'

/** One request's way through a station; ns since the run's epoch. */
export interface StationTimes {
  readonly index: number
  readonly phase: Phase
  readonly arrivedNs: number
  readonly startNs: number
  readonly endNs: number
}

/**
 * The record of a reply whose first token leaves when service begins, and whose last when it ends: its TTFT is the wait,
 * and its latency the response time.
 */
export function stationRecord({ index, phase, arrivedNs, startNs, endNs }: StationTimes): RequestRecord {
  return {
    ...emptyRecord(Float64Array.of(startNs, endNs)),
    index,
    phase,
    plannedNs: arrivedNs,
    sentNs: arrivedNs,
    firstTokenNs: startNs,
    firstAnswerTokenNs: startNs,
    lastTokenNs: endNs,
    endNs,
    tokenEvents: 2,
    outputTokens: 2,
    tokenSource: 'usage',
    attempts: 1,
  }
}

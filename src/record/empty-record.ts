import type { RequestRecord } from './request-record.ts'

/** A record of nothing, for a reader to fill. */
export function emptyRecord(): RequestRecord {
  return {
    requestId: '',
    index: 0,
    worker: 0,
    stage: 0,
    phase: 'measure',
    session: null,
    turn: 0,
    plannedNs: 0,
    sentNs: null,
    connectStartNs: null,
    connectedNs: null,
    securedNs: null,
    firstByteNs: null,
    firstTokenNs: null,
    firstAnswerTokenNs: null,
    lastTokenNs: null,
    endNs: 0,
    tokenNs: new Float64Array(256),
    tokenEvents: 0,
    timestampSource: 'user',
    errorBoundNs: null,
    firstTokenErrorBoundNs: null,
    sendErrorBoundNs: null,
    readDelayNs: null,
    requestedOutputTokens: null,
    inputTokens: null,
    outputTokens: null,
    reasoningTokens: null,
    cachedTokens: null,
    tokenSource: 'none',
    events: 0,
    bytesSent: 0,
    bytesReceived: 0,
    status: 'ok',
    httpStatus: null,
    finishReason: null,
    error: null,
    rttNs: null,
    minRttNs: null,
    retransmits: null,
    reused: false,
    attempts: 0,
  }
}

const { tokenNs: _, ...nothing } = emptyRecord()

/** Makes a record one of nothing again, for reuse; its array of token times stays, with its room. */
export function clearRecord(record: RequestRecord): void {
  Object.assign(record, nothing)
}

import type { RequestRecord } from './request-record.ts'

/**
 * A class only for its constructor: V8 makes an object of so many fields from a literal some ten times more slowly, and
 * every request has one.
 */
class EmptyRecord implements RequestRecord {
  requestId: string = ''
  index: number = 0
  query: number | null = null
  worker: number = 0
  stage: number = 0
  phase: RequestRecord['phase'] = 'measure'
  session: string | null = null
  turn: number = 0
  plannedNs: number = 0
  sentNs: number | null = null
  connectStartNs: number | null = null
  connectedNs: number | null = null
  securedNs: number | null = null
  firstByteNs: number | null = null
  firstTokenNs: number | null = null
  firstAnswerTokenNs: number | null = null
  lastTokenNs: number | null = null
  endNs: number = 0
  tokenNs: Float64Array
  tokenEvents: number = 0
  timestampSource: RequestRecord['timestampSource'] = 'user'
  errorBoundNs: number | null = null
  firstTokenErrorBoundNs: number | null = null
  lastTokenErrorBoundNs: number | null = null
  sendErrorBoundNs: number | null = null
  readDelayNs: number | null = null
  requestedOutputTokens: number | null = null
  inputTokens: number | null = null
  outputTokens: number | null = null
  reasoningTokens: number | null = null
  cachedTokens: number | null = null
  tokenSource: RequestRecord['tokenSource'] = 'none'
  events: number = 0
  bytesSent: number = 0
  bytesReceived: number = 0
  status: RequestRecord['status'] = 'ok'
  httpStatus: number | null = null
  finishReason: string | null = null
  error: string | null = null
  rttNs: number | null = null
  minRttNs: number | null = null
  retransmits: number | null = null
  reused: boolean = false
  promptHash: number | null = null
  replyHash: number | null = null
  attempts: number = 0

  constructor(tokenNs: Float64Array) {
    this.tokenNs = tokenNs
  }
}

/** A record of nothing, to be filled; its token times go into `tokenNs`, which may be one that has served before. */
export function emptyRecord(tokenNs: Float64Array = new Float64Array(256)): RequestRecord {
  return new EmptyRecord(tokenNs)
}

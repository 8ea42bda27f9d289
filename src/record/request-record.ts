/** How a request ended. Closed: every request ends in exactly one of these. */
export const requestStatuses = [
  'ok',
  'http_error',
  'in_stream_error',
  'timeout',
  'connect_error',
  'reset',
  'truncated',
  'malformed',
  'censored',
  'cancelled',
] as const
export type RequestStatus = (typeof requestStatuses)[number]

export const phases = ['warmup', 'measure'] as const
export type Phase = (typeof phases)[number]

export const timestampSources = ['so_timestamping', 'so_timestampns', 'user'] as const
export const tokenSources = ['usage', 'events', 'none'] as const
export type TokenSource = (typeof tokenSources)[number]

/**
 * One request, written when it ends, whatever its end. All times are nanoseconds since the run's epoch; null where
 * the request never got that far. `columns.ts` says what each means, and gives the snake_case name of each in files.
 */
export interface RequestRecord {
  requestId: string
  /** Position in the plan over all workers: the k-th planned send. */
  index: number
  /** Of a query of several requests, which are sent together; null of a request that is alone. */
  query: number | null
  worker: number
  stage: number
  phase: Phase
  session: string | null
  turn: number
  plannedNs: number
  sentNs: number | null
  connectStartNs: number | null
  connectedNs: number | null
  securedNs: number | null
  firstByteNs: number | null
  firstTokenNs: number | null
  /** First token of the answer proper: neither reasoning nor tool call. */
  firstAnswerTokenNs: number | null
  lastTokenNs: number | null
  endNs: number
  /**
   * Arrival of each event that carried at least one token; only `[0, tokenEvents)` is meaningful. The first of them
   * is `firstTokenNs` and the last `lastTokenNs`; without any, both are null.
   */
  tokenNs: Float64Array
  tokenEvents: number
  timestampSource: (typeof timestampSources)[number]
  /** Largest error bound of any token's arrival. */
  errorBoundNs: number | null
  /** Error bound of the first token's arrival. */
  firstTokenErrorBoundNs: number | null
  /** Of the last token's; of the reply, where it came in one piece. */
  lastTokenErrorBoundNs: number | null
  /** Time between the two clock readings around the send. */
  sendErrorBoundNs: number | null
  /** Largest observed − arrived of any read. */
  readDelayNs: number | null
  requestedOutputTokens: number | null
  inputTokens: number | null
  outputTokens: number | null
  reasoningTokens: number | null
  cachedTokens: number | null
  tokenSource: TokenSource
  events: number
  bytesSent: number
  bytesReceived: number
  status: RequestStatus
  httpStatus: number | null
  finishReason: string | null
  error: string | null
  rttNs: number | null
  minRttNs: number | null
  /** During this request only: not what its connection had before. */
  retransmits: number | null
  reused: boolean
  /** CRC-32 of the request's body: equal for equal prompts asked for alike. */
  promptHash: number | null
  /** Of the texts of its tokens, in order; null without any. Equal replies have equal hashes. */
  replyHash: number | null
  /** Sends of this request: 2 when a kept-alive connection turned out to be closed and a fresh one was used. */
  attempts: number
}

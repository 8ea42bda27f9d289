import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Job } from './backend.ts'
import type { EventText, ReplyIdentity, ReplyUsage } from './event-text.ts'
import type { DrawnFaults } from './fault.ts'
import type { ReplyAccount } from './reply-account.ts'
import type { ReplyLength } from './reply-length.ts'
import type { ReplyOutput } from './reply-output.ts'
import { createWordDraw, vocabulary } from './vocabulary.ts'

/** A request that is being answered: what a streamed and an unstreamed reply both need. */
export interface Generation {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly identity: ReplyIdentity
  readonly events: EventText
  readonly length: ReplyLength
  readonly faults: DrawnFaults
  readonly account: ReplyAccount
  readonly includeUsage: boolean
  readonly promptTokens: number
  /** Draws the reply's next word, with the space before it. */
  readonly nextWord: () => string
  /** Set when a fault has already sent a head of its own; otherwise the reply sends one. */
  openOutput: ReplyOutput | undefined
  /** Set as soon as the backend has taken the request on. */
  job: Job | undefined
}

/** What the reply says of its size: the truth, unless a fault makes it lie. */
export function usageOf({ account, faults, job, promptTokens }: Generation): ReplyUsage {
  const ofTruth = (percent: number, count: number): number => Math.round((count * percent) / 100)
  const cachedPercent = faults.get('cached_tokens')
  return {
    promptTokens,
    outputTokens: ofTruth(faults.get('usage_factor') ?? 100, account.outputTokens()),
    cachedTokens:
      cachedPercent === undefined ? (job?.cachedTokens() ?? 0) : ofTruth(cachedPercent, promptTokens),
  }
}

/** Draws the words of the k-th reply: nothing, or what everybody gets, where a fault says so. */
export function createReplyWords(faults: DrawnFaults, seed: number, request: number): () => string {
  if (faults.has('empty_reply')) return () => ''
  const draw = createWordDraw({ seed, request: faults.has('same_reply') ? 0 : request })
  let words = 0
  return () => {
    const word = vocabulary[draw()]!
    return words++ === 0 ? word : ` ${word}`
  }
}

/** Faults that break a reply off in its middle. */
const breakingFaults = ['in_stream_error', 'reset', 'truncated', 'malformed'] as const
export type BreakingFault = (typeof breakingFaults)[number]

/** Which fault breaks this reply off, if any. */
export function breakingFaultOf(faults: DrawnFaults): BreakingFault | undefined {
  return breakingFaults.find((kind) => faults.has(kind))
}

/** Leaves the backend and closes the account: the reply came to a bad end. */
export function abandon(generation: Generation): void {
  generation.job?.abort()
  generation.account.close('error', generation.job)
}

const endlessGapMs = 10

/** Sends a piece every 10 ms for as long as the client stays. */
export function sendForEver(output: ReplyOutput, piece: () => string): void {
  const interval = setInterval(() => {
    if (output.isOpen()) output.send(piece())
    else clearInterval(interval)
  }, endlessGapMs)
}

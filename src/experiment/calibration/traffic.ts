import type { RunFlags } from '../../plan/run-flags.ts'
import type { Burstiness } from '../../trust/calibration/envelope.ts'

/**
 * Long replies, to find how many tokens a second can be measured, or short ones, to find how many requests. Both are
 * streamed: a token's time is what has a truth to be held against.
 */
export type TrafficKind = 'tokens' | 'requests'

export interface TrafficSpec {
  readonly kind: TrafficKind
  readonly burstiness: Burstiness
  /** Requests in flight, each followed by the next. */
  readonly streams: number
}

/** A load of the simulator: how it is to serve, and what to ask of it. */
export interface Traffic {
  /** Arguments of `tare simulate`. */
  readonly simulator: readonly string[]
  readonly flags: RunFlags
  readonly replyTokens: number
  /** Time between a stream's tokens, mean. */
  readonly stepNs: number
  /** … if the simulator is never late and the client asks again at once. */
  readonly askedTokensPerSecond: number
}

/**
 * 50 tokens a second are what a server in good health gives. Replies are shorter than most, so that a load also covers
 * the requests of runs with as many tokens.
 */
const replies = {
  tokens: { tokens: 25, lengths: 'uniform(13,37)', stepMs: 20 },
  requests: { tokens: 2, lengths: 'uniform(1,3)', stepMs: 10 },
} as const

const promptTokens = 16
/** Of a reply's time, on the log scale: after a dozen tokens the phases of streams that began together are anyone's. */
const sigma = 0.15

export function traffic(spec: TrafficSpec): Traffic {
  const { tokens, lengths, stepMs } = replies[spec.kind]
  const stepping = spec.burstiness === 'stepping'
  // A request that comes within a step waits for the next: a reply of n tokens takes n + 1 steps. So that both
  // burstinesses are the same load, a reply with its own phase takes as long.
  const replySeconds = ((tokens + 1) * stepMs) / 1e3
  return {
    simulator: stepping ? engine(spec.streams, stepMs) : station(spec.streams, replySeconds),
    flags: {
      concurrency: String(spec.streams),
      inputTokens: String(promptTokens),
      // Lengths that vary keep streams that step together from ending together too.
      outputTokens: stepping ? lengths : String(tokens),
    },
    replyTokens: tokens,
    stepNs: stepMs * 1e6,
    askedTokensPerSecond: (spec.streams * tokens) / replySeconds,
  }
}

/** Continuous batching whose step takes the same time whatever is in it: all streams' tokens leave together. */
function engine(streams: number, stepMs: number): readonly string[] {
  const step = ['--step-base', `${stepMs}ms`, '--step-per-sequence', '0', '--step-per-prefill-token', '0']
  // All prompts at once, as at the start.
  const batchedTokens = Math.max(8192, streams * (promptTokens + 1))
  const limits = ['--max-num-seqs', String(streams), '--max-batched-tokens', String(batchedTokens)]
  return ['--preset', 'fast', ...step, ...limits]
}

/** A server a stream. The median of a lognormal law is its mean divided by exp(sigma² / 2). */
function station(streams: number, meanSeconds: number): readonly string[] {
  const medianMs = (meanSeconds * 1e3) / Math.exp(sigma ** 2 / 2)
  return ['--station', `lognormal(${medianMs.toFixed(3)}ms,${sigma})`, '--servers', String(streams)]
}

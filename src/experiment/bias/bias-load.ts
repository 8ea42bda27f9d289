import type { Plan } from '../../plan/plan.ts'
import { planFromFlags } from '../../plan/plan-from-flags.ts'
import type { BiasOptions } from './bias-options.ts'

const gapMsOfGrowingStreams = 20
const fewestReplyTokens = 8

/** One load of the experiment. */
export interface BiasLoad {
  readonly tokensPerSecond: number
  readonly replyTokens: number
  readonly gapMs: number
  /** Requests in flight to be expected. */
  readonly streams: number
  readonly plan: Plan
  /** Arguments of `tare simulate`. */
  readonly simulator: readonly string[]
}

/** The load that brings so many token events a second: replies of equal length, asked for as a Poisson process. */
export function biasLoad(options: BiasOptions, tokensPerSecond: number, processes: number): BiasLoad {
  const { streams, replyNs, durationNs, pattern } = options
  const gapMs = streams === null ? gapMsOfGrowingStreams : (streams / tokensPerSecond) * 1000
  const replyTokens = Math.max(fewestReplyTokens, Math.round(replyNs / 1e6 / gapMs))
  const replyMs = replyTokens * gapMs
  const flags = {
    rate: String(tokensPerSecond / replyTokens),
    arrival: 'poisson',
    // By then there are as many streams as there will be.
    warmup: `${Math.ceil(replyMs * 1.2)}ms`,
    duration: `${Math.round(durationNs / 1e6)}ms`,
    drain: `${Math.ceil(replyMs * 2 + 10_000)}ms`,
    inputTokens: '16',
    outputTokens: String(replyTokens),
    model: 'tare-simulator',
    transport: 'kernel',
    workers: String(processes),
    preflight: false,
    seed: String(options.seed),
    out: options.folder,
    label: `bias: ${tokensPerSecond} tokens/s, ${processes} processes`,
  }
  const around = { cores: processes, platform: process.platform, now: new Date(0), randomSeed: options.seed }
  const plan = planFromFlags(flags, around)
  return {
    tokensPerSecond,
    replyTokens,
    gapMs,
    streams: (tokensPerSecond * gapMs) / 1000,
    plan,
    simulator: pattern === 'stepping' ? steppingArguments(gapMs) : ownPhasesArguments(replyMs),
  }
}

/** Every stream's next token at every step, and steps as far apart as tokens are. */
function steppingArguments(gapMs: number): readonly string[] {
  const cost = ['--step-base', `${gapMs}ms`, '--step-per-sequence', '0', '--step-per-prefill-token', '0']
  return ['--preset', 'fast', ...cost]
}

/** A server for every stream, so that each begins when its request comes: token i of n leaves at i/n of the reply's time. */
function ownPhasesArguments(replyMs: number): readonly string[] {
  return ['--station', `deterministic(${replyMs}ms)`, '--servers', '1000000']
}

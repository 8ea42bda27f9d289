import { TareError } from '../errors.ts'
import { checkLoadPlan } from '../load/check-load-plan.ts'
import type { LoadPlan, LoadStage } from '../load/load-plan.ts'
import { defaults } from './defaults.ts'
import { parseDurationNs } from './duration.ts'
import { forFlag } from './for-flag.ts'
import { type NameWord, type StageWords, stageOfWords } from './load-stage.ts'
import { numberRules, parseNumber } from './number-rule.ts'
import { parseStage } from './parse-stage.ts'
import type { RunFlags } from './run-flags.ts'

const flagOfWord: Readonly<Record<keyof StageWords, string>> = {
  rate: '--rate',
  concurrency: '--concurrency',
  arrival: '--arrival',
  burstiness: '--burstiness',
  think: '--think-time',
  query: '--query-size',
}
const nameFlag: NameWord = (word) => flagOfWord[word]

/**
 * When to send, from the flags. With both --duration and --requests, whichever comes first ends the run. Throws
 * TareError('usage').
 */
export function loadFromFlags(flags: RunFlags, seed: number): LoadPlan {
  const { requests: requestsText } = flags
  const requests =
    requestsText === undefined
      ? Number.POSITIVE_INFINITY
      : forFlag('--requests', () => parseNumber(requestsText, numberRules.requests))
  const warmup = flags.warmup ?? (requestsText === undefined ? defaults.warmup : defaults.warmupOfRequests)
  const warmupNs = forFlag('--warmup', () => parseDurationNs(warmup))
  const stages = stagesFromFlags(flags)
  const plan = { seed, stages, warmupNs, requests, maxConcurrency: maxConcurrencyFromFlags(flags, stages) }
  if (stages.every(sendsNothing)) {
    throw new TareError('usage', `${stageFlag(flags)}: nothing would be sent`, {
      hint: 'give a load above 0',
    })
  }
  forFlag(stageFlag(flags), () => checkLoadPlan(plan))
  return plan
}

function sendsNothing(stage: LoadStage): boolean {
  if (stage.kind === 'open') return stage.startRatePerSecond === 0 && stage.endRatePerSecond === 0
  return stage.kind === 'closed' && stage.startConcurrency === 0 && stage.endConcurrency === 0
}

/** The flag that gave the load. */
function stageFlag({ stage, rate }: RunFlags): string {
  if (stage !== undefined && stage.length > 0) return '--stage'
  return rate === undefined ? '--concurrency' : '--rate'
}

function stagesFromFlags(flags: RunFlags): readonly LoadStage[] {
  const words = wordsOfFlags(flags)
  if (flags.stage === undefined || flags.stage.length === 0) {
    const load =
      words.rate === undefined && words.concurrency === undefined ? { concurrency: defaults.concurrency } : {}
    return [stageOfWords({ ...words, ...load }, durationFromFlags(flags), nameFlag)]
  }
  const beside = Object.keys(words).map((word) => nameFlag(word as keyof StageWords))
  if (flags.duration !== undefined) beside.push('--duration')
  if (beside.length > 0) {
    throw new TareError(
      'usage',
      `${beside[0]} doesn't go with --stage: each stage has its own load and duration`,
      {
        hint: "write all of it in the stages, as in --stage '30s rate=10 arrival=constant'",
      },
    )
  }
  return flags.stage.map(parseStage)
}

function wordsOfFlags(flags: RunFlags): StageWords {
  const { rate, concurrency, arrival, burstiness, thinkTime: think, querySize: query } = flags
  const given = Object.entries({ rate, concurrency, arrival, burstiness, think, query })
  return Object.fromEntries(given.filter(([, text]) => text !== undefined))
}

function durationFromFlags({ duration, requests }: RunFlags): number {
  if (duration === undefined && requests !== undefined) return Number.POSITIVE_INFINITY
  return forFlag('--duration', () => {
    const durationNs = parseDurationNs(duration ?? defaults.duration)
    if (durationNs > 0) return durationNs
    throw new TareError('usage', 'it must be longer than 0', {
      hint: 'give --requests for a run that ends by its count',
    })
  })
}

function maxConcurrencyFromFlags({ maxConcurrency: text }: RunFlags, stages: readonly LoadStage[]): number {
  if (text === undefined) {
    const unpaced = stages.some((stage) => stage.kind === 'unpaced')
    return unpaced ? defaults.unpacedMaxConcurrency : Number.POSITIVE_INFINITY
  }
  if (stages.every((stage) => stage.kind === 'closed')) {
    throw new TareError(
      'usage',
      "--max-concurrency doesn't go with a closed loop: its concurrency is the limit",
      {
        hint: 'leave it out, or send by --rate',
      },
    )
  }
  return forFlag('--max-concurrency', () => parseNumber(text, numberRules.maxConcurrency))
}

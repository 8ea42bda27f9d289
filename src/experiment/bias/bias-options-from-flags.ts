import { join } from 'node:path'
import { TareError } from '../../errors.ts'
import { parseDurationNs } from '../../plan/duration.ts'
import { forFlag, textOf } from '../../plan/for-flag.ts'
import { type NumberRule, numberRules, parseNumber } from '../../plan/number-rule.ts'
import { parseChoice } from '../../plan/parse-choice.ts'
import { type BiasOptions, biasPatterns } from './bias-options.ts'
import { defaultRates } from './default-rates.ts'

/** The flags of `tare bias`, as the command line's parser gives them. */
export interface BiasFlags {
  readonly rates?: string
  readonly work?: string
  readonly processes?: string
  readonly streams?: string
  readonly pattern?: string
  readonly duration?: string
  readonly quick?: boolean
  readonly seed?: string
  readonly out?: string
}

export interface BiasSurroundings {
  readonly cores: number
  /** A folder of one's own, for runs that aren't kept. */
  readonly temporaryFolder: string
  readonly randomSeed: number
}

const rateRule: NumberRule = { what: 'a rate in tokens per second', min: 100, max: 1_000_000, whole: false }
const processesRule: NumberRule = { ...numberRules.workers, what: 'several processes', min: 2 }
const streamsRule: NumberRule = { what: 'a number of streams', min: 1, max: 100_000, whole: true }
const longestWorkNs = 10e6
const shortestDurationNs = 0.5e9

/** What `tare bias` is to do, with every default filled in. Throws TareError('usage') that names the flag. */
export function biasOptionsFromFlags(flags: BiasFlags, around: BiasSurroundings): BiasOptions {
  const { streams, processes, seed, out } = flags
  const quick = flags.quick === true
  const eventWorkNs = workNs(flags.work ?? '30us')
  return {
    rates: flags.rates === undefined ? defaultRates(eventWorkNs, quick) : parseRates(flags.rates),
    beyondSaturation: flags.rates !== undefined,
    pattern: forFlag('--pattern', () => parseChoice(flags.pattern ?? 'stepping', biasPatterns)),
    eventWorkNs,
    processes:
      processes === undefined
        ? Math.max(2, around.cores - 1)
        : forFlag('--processes', () => parseNumber(processes, processesRule)),
    streams: streams === undefined ? null : forFlag('--streams', () => parseNumber(streams, streamsRule)),
    durationNs: durationNs(flags.duration ?? (quick ? '1s' : '4s')),
    replyNs: quick ? 0.5e9 : 1e9,
    seed:
      seed === undefined ? around.randomSeed : forFlag('--seed', () => parseNumber(seed, numberRules.seed)),
    folder: out === undefined ? join(around.temporaryFolder, 'bias') : textOf('--out', out),
    keep: out !== undefined,
  }
}

function parseRates(text: string): readonly number[] {
  const rates = forFlag('--rates', () => text.split(',').map((rate) => parseNumber(rate, rateRule)))
  return [...new Set(rates)].sort((a, b) => a - b)
}

function workNs(text: string): number {
  const ns = forFlag('--work', () => parseDurationNs(text))
  if (ns <= longestWorkNs) return ns
  throw new TareError('usage', `--work: ${text} for every token event is more than any client takes`, {
    hint: 'Give at most 10ms; 30us is what a client in Python takes.',
  })
}

function durationNs(text: string): number {
  const ns = forFlag('--duration', () => parseDurationNs(text))
  if (ns >= shortestDurationNs) return ns
  throw new TareError('usage', `--duration: ${text} is too short for a steady state`, {
    hint: 'Give at least 500ms; the default is 4s.',
  })
}

import { TareError } from '../errors.ts'
import type { ArrivalKind, LoadStage } from '../load/load-plan.ts'
import { parseDurationNs } from './duration.ts'
import { forFlag } from './for-flag.ts'
import { numberRules, parseNumber, parseRange } from './number-rule.ts'
import { parseChoice } from './parse-choice.ts'

export const arrivalKinds: readonly ArrivalKind[] = ['constant', 'poisson', 'gamma']
const unpacedWords = ['max', 'inf', 'infinity', 'unlimited']

/** What a stage is described with, as text; `rate` or `concurrency` is there, not both. */
export interface StageWords {
  readonly rate?: string
  readonly concurrency?: string
  readonly arrival?: string
  readonly burstiness?: string
  readonly think?: string
  readonly query?: string
}

/** What a word is called where it was given: `--rate`, or `rate` in a --stage. */
export type NameWord = (word: keyof StageWords) => string

/**
 * A stage of load from its description: a rate (`10`, `10..100`, `max`) is open loop, a concurrency (`4`, `1..16`)
 * closed loop. Poisson is the default arrival, because independent users make it; a burstiness alone means gamma.
 * Throws TareError('usage') for a bad value and for words that contradict each other.
 */
export function stageOfWords(words: StageWords, durationNs: number, nameOf: NameWord): LoadStage {
  if (words.rate !== undefined) {
    refuse(words, ['concurrency', 'think'], 'rate', 'an open loop has neither', nameOf)
    refuse(words, ['query'], 'rate', 'only a closed loop waits for all of a query to end', nameOf)
    return openStage(words, words.rate, durationNs, nameOf)
  }
  if (words.concurrency !== undefined) {
    refuse(
      words,
      ['arrival', 'burstiness'],
      'concurrency',
      'a closed loop sends when a reply has ended',
      nameOf,
    )
    return closedStage(words, words.concurrency, durationNs, nameOf)
  }
  throw new TareError('usage', `neither ${nameOf('rate')} nor ${nameOf('concurrency')} is given`, {
    hint: 'give one',
  })
}

function openStage(words: StageWords, rate: string, durationNs: number, nameOf: NameWord): LoadStage {
  if (unpacedWords.includes(rate.trim().toLowerCase())) {
    refuse(words, ['arrival', 'burstiness'], 'rate', 'as fast as possible has no arrival process', nameOf)
    return { kind: 'unpaced', durationNs }
  }
  const { start, end } = forFlag(nameOf('rate'), () => parseRange(rate, numberRules.ratePerSecond))
  refuseEndlessRamp(start, end, durationNs, nameOf('rate'))
  const arrival = arrivalOf(words, nameOf)
  return { kind: 'open', ...arrival, startRatePerSecond: start, endRatePerSecond: end, durationNs }
}

function arrivalOf(
  words: StageWords,
  nameOf: NameWord,
): { readonly arrival: ArrivalKind; readonly burstiness: number } {
  const { arrival: arrivalText, burstiness: burstinessText } = words
  if (burstinessText === undefined) {
    const arrival = arrivalText === undefined ? 'poisson' : parseArrival(arrivalText, nameOf)
    return { arrival, burstiness: 1 }
  }
  const burstiness = forFlag(nameOf('burstiness'), () => parseNumber(burstinessText, numberRules.burstiness))
  if (arrivalText !== undefined && parseArrival(arrivalText, nameOf) !== 'gamma') {
    const given = `${nameOf('arrival')} ${arrivalText.trim()}`
    throw new TareError('usage', `${given} has no burstiness, and ${nameOf('burstiness')} is given`, {
      hint: `leave one out, or use ${nameOf('arrival')} gamma`,
    })
  }
  return { arrival: 'gamma', burstiness }
}

function parseArrival(text: string, nameOf: NameWord): ArrivalKind {
  return forFlag(nameOf('arrival'), () => parseChoice(text, arrivalKinds))
}

function closedStage(
  words: StageWords,
  concurrency: string,
  durationNs: number,
  nameOf: NameWord,
): LoadStage {
  const { start, end } = forFlag(nameOf('concurrency'), () =>
    parseRange(concurrency, numberRules.concurrency),
  )
  refuseEndlessRamp(start, end, durationNs, nameOf('concurrency'))
  const thinkTimeNs = forFlag(nameOf('think'), () => parseDurationNs(words.think ?? '0s'))
  const querySize = forFlag(nameOf('query'), () => parseNumber(words.query ?? '1', numberRules.querySize))
  return { kind: 'closed', startConcurrency: start, endConcurrency: end, querySize, thinkTimeNs, durationNs }
}

function refuse(
  words: StageWords,
  unwanted: readonly (keyof StageWords)[],
  beside: keyof StageWords,
  why: string,
  nameOf: NameWord,
): void {
  const given = unwanted.find((word) => words[word] !== undefined)
  if (given === undefined) return
  throw new TareError('usage', `${nameOf(given)} doesn't go with ${nameOf(beside)}: ${why}`, {
    hint: 'leave one of them out',
  })
}

function refuseEndlessRamp(start: number, end: number, durationNs: number, name: string): void {
  if (start === end || durationNs !== Number.POSITIVE_INFINITY) return
  throw new TareError('usage', `${name} ${start}..${end} is a ramp, and nothing says how long it takes`, {
    hint: 'give --duration (with --requests too, whichever comes first ends the run)',
  })
}

import { shortened, TareError } from '../errors.ts'
import type { LoadStage } from '../load/load-plan.ts'
import { parseDurationNs } from './duration.ts'
import { forFlag } from './for-flag.ts'
import { type StageWords, stageOfWords } from './load-stage.ts'
import { didYouMean } from './nearest.ts'

const stageWords = [
  'rate',
  'concurrency',
  'arrival',
  'burstiness',
  'think',
  'query',
] as const satisfies readonly (keyof StageWords)[]

/**
 * Reads a --stage: how long it lasts, then words with values, as in `30s rate=10`, `60s rate=10..100 arrival=gamma
 * burstiness=0.5`, `30s concurrency=1..16 think=200ms`, `10s rate=max`. Throws TareError('usage').
 */
export function parseStage(text: string): LoadStage {
  return forFlag(`--stage '${shortened(text, 60)}'`, () => {
    const [first, ...rest] = text.trim().split(/\s+/)
    if (first === undefined || first === '' || first.includes('=')) {
      throw new TareError('usage', 'a stage begins with its duration', { hint: "write it as '30s rate=10'" })
    }
    const durationNs = parseDurationNs(first)
    if (durationNs === 0)
      throw new TareError('usage', 'a stage must last longer than 0', {
        hint: 'leave it out, or make it longer',
      })
    return stageOfWords(wordsOf(rest), durationNs, (word) => word)
  })
}

function wordsOf(parts: readonly string[]): StageWords {
  const words = new Map<string, string>()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    if (!stageWords.some((word) => word === name)) {
      throw new TareError(
        'usage',
        `"${name.slice(0, 40)}" isn't a word of a stage${didYouMean(name, stageWords)}`,
        {
          hint: `its words are ${stageWords.join(', ')}`,
        },
      )
    }
    if (equals < 0 || equals === part.length - 1) {
      throw new TareError('usage', `${name} has no value`, {
        hint: `write ${name}=…, without spaces around =`,
      })
    }
    if (words.has(name)) throw new TareError('usage', `${name} is given twice`, { hint: 'give it once' })
    words.set(name, part.slice(equals + 1))
  }
  return Object.fromEntries(words)
}

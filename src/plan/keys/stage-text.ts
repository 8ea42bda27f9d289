import { TareError } from '../../errors.ts'
import { isMapping } from '../is-mapping.ts'
import { didYouMean } from '../nearest.ts'
import { parseStage } from '../parse-stage.ts'
import { shown } from '../plan-value.ts'

/** Words of a stage in a plan file, and what --stage calls them. */
const wordOfKey: Readonly<Record<string, string>> = {
  rate: 'rate',
  concurrency: 'concurrency',
  arrival: 'arrival',
  burstiness: 'burstiness',
  think_time: 'think',
  think: 'think',
  query_size: 'query',
  query: 'query',
}

/** Keys of a stage as plan.yaml of a run has it. */
const resolvedKeys = ['start_rate_per_s', 'end_rate_per_s', 'start_concurrency', 'end_concurrency'] as const
const keys = ['duration', 'kind', ...Object.keys(wordOfKey), ...resolvedKeys]

/**
 * A stage as --stage has it, from that text, from `{duration: 30s, rate: 10..100}`, or from the form of a run's
 * plan.yaml. Throws TareError.
 */
export function stageText(given: unknown): string {
  const text = isMapping(given) ? textOfMapping(given) : given
  if (typeof text !== 'string') {
    throw new TareError('plan', `${shown(given)} isn't a stage`, {
      hint: "write it as {duration: 30s, rate: 10}, or '30s rate=10'",
    })
  }
  try {
    parseStage(text)
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new TareError('plan', error.message.replace(/^--stage '.*?': /, ''), hint)
  }
  return text
}

function textOfMapping(stage: Readonly<Record<string, unknown>>): string {
  const unknown = Object.keys(stage).find((key) => !keys.includes(key))
  if (unknown !== undefined) {
    throw new TareError('plan', `unknown key "${unknown.slice(0, 60)}"${didYouMean(unknown, keys)}`)
  }
  const { duration, kind } = stage
  if (duration === undefined) throw new TareError('plan', 'a stage has no duration', { hint: 'give one' })
  if (duration === 'unbounded') {
    throw new TareError('plan', 'a stage that ends by the number of requests has no duration to give', {
      hint: 'give load.rate or load.concurrency with load.requests, without stages',
    })
  }
  const words = [plainText(duration, 'duration')]
  const rate = ramp(stage.start_rate_per_s, stage.end_rate_per_s)
  if (kind === 'unpaced') words.push('rate=max')
  else if (rate !== undefined) words.push(`rate=${rate}`)
  const concurrency = ramp(stage.start_concurrency, stage.end_concurrency)
  if (concurrency !== undefined) words.push(`concurrency=${concurrency}`)
  for (const [key, word] of Object.entries(wordOfKey)) {
    const value = stage[key]
    if (value === undefined || value === null) continue
    // plan.yaml writes the burstiness of every arrival process.
    if (key === 'burstiness' && rate !== undefined && stage.arrival !== 'gamma') continue
    words.push(`${word}=${plainText(value, key)}`)
  }
  return words.join(' ')
}

function ramp(start: unknown, end: unknown): string | undefined {
  if (start === undefined && end === undefined) return undefined
  return `${plainText(start ?? end, 'start')}..${plainText(end ?? start, 'end')}`
}

/** One word: a space in it would begin another. */
function plainText(value: unknown, key: string): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && /^\S+$/.test(value.trim())) return value.trim()
  throw new TareError('plan', `the ${key} of a stage can't be ${shown(value)}`)
}

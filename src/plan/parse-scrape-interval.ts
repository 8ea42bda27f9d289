import { TareError } from '../errors.ts'
import { defaults } from './defaults.ts'
import { parseDurationNs } from './duration.ts'

const shortestNs = 100_000_000

/** Nanoseconds between two scrapes. Throws TareError('usage'). */
export function parseScrapeInterval(text: string = defaults.scrapeInterval): number {
  const intervalNs = parseDurationNs(text)
  if (intervalNs >= shortestNs) return intervalNs
  throw new TareError('usage', `"${text.trim()}" is too short an interval: it would load the server`, {
    hint: 'give 100ms at least',
  })
}

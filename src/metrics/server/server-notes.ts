import type { Measurements } from '../summary.ts'
import { resetScrapes } from './counter-increase.ts'
import type { EngineFigures } from './engine-figures.ts'
import {
  coveredSpan,
  type SampledSeries,
  type ServerSamples,
  type Span,
  spanSeconds,
} from './server-samples.ts'

export interface NotedServer {
  readonly samples: ServerSamples
  readonly window: Span
  readonly measured: Measurements
  readonly said: EngineFigures
  /** Whether a table knows any of the endpoint's names. */
  readonly known: boolean
}

/** Of fewer, the ends of the window, before the load is full and after it has gone, are too large a part. */
const fewestSamples = 10

/** What a reader of the server's figures must know, in sentences without their full stop. */
export function serverNotes({ samples, window, measured, said, known }: NotedServer): readonly string[] {
  const notes: string[] = []
  for (const [failure, count] of samples.failures) notes.push(`${times(count, 'scrape')} failed: ${failure}`)
  if (samples.atNs.length === 0) return notes
  if (samples.mostSeries === 0) notes.push('the endpoint answers, but has no series')
  else if (!known)
    notes.push('no table knows any of its names: its series are in server-samples.parquet, unread')
  if (samples.refused > 0) notes.push(`${times(samples.refused, 'line')} could not be read`)
  const covered = spanSeconds(coveredSpan(samples, window)) / Math.max(1e-9, spanSeconds(window))
  if (covered < 0.9) notes.push(`scrapes cover ${Math.round(100 * covered)} % of the measured window`)
  const sampled = samples.atNs.filter((atNs) => atNs >= window.startNs && atNs <= window.endNs).length
  if (sampled < fewestSamples && (said.running ?? said.waiting ?? said.kvUsage) !== null) {
    notes.push(
      `gauges are straight lines between ${times(sampled, 'scrape')}: measure for longer, or scrape more often`,
    )
  }
  const resets = resetScrapes(countersOf(samples)).size
  if (countersDisagree(samples)) {
    notes.push(
      `counters fell at ${times(resets, 'scrape')}: several servers seem to answer in turn, so nothing is read`,
    )
  } else if (resets > 0)
    notes.push(`counters began again at ${times(resets, 'scrape')}: the server was restarted`)
  if (samples.vanished > 0) {
    notes.push(`${samples.vanished} series went during the run, and ${samples.appeared} came`)
  }
  const others = strangersShare(said, measured)
  if (others !== null && others > 0.05) {
    notes.push(`${Math.round(100 * others)} % of the tokens that the server wrote were not for this run`)
  }
  return notes
}

/**
 * Whether counters fall so often that it can't be restarts: a load balancer hands the scrapes to several servers, and what
 * they count doesn't belong together.
 */
export function countersDisagree(samples: ServerSamples): boolean {
  const resets = resetScrapes(countersOf(samples)).size
  return resets >= 3 && resets > 0.1 * samples.atNs.length
}

function countersOf({ series }: ServerSamples): readonly SampledSeries[] {
  return series.filter(
    ({ type, name }) => type === 'counter' || (type === 'histogram' && name.endsWith('_count')),
  )
}

/** Share of the server's output tokens that this run didn't receive; null when one of the two isn't known. */
function strangersShare(
  { outputTokensPerSecond: written }: EngineFigures,
  { throughput, load }: Measurements,
): number | null {
  const received = throughput.output_tokens_per_s
  if (written === null || received === null || written === 0 || load.failed > 0) return null
  return 1 - received / written
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Clock } from '../../time/clock.ts'
import { logEvent, type RunFolder } from '../run-folder.ts'
import { ExpositionReader, type ExpositionReading } from './exposition-reader.ts'
import { type ExpositionSource, fetchExposition } from './fetch-exposition.ts'
import { nextScrapeNs, type ScrapeSchedule } from './scrape-schedule.ts'
import { ServerSamplesSpool } from './server-samples-spool.ts'

export interface ScraperOptions {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly tls: ExpositionSource['tls']
  readonly schedule: ScrapeSchedule
  readonly folder: RunFolder
  /** The run's clock. */
  readonly clock: Clock
}

export interface ServerScraper {
  /** Scrapes once more, all series then being kept, and ends: within a second, whatever the endpoint does, and at once on `abort`. */
  close(abort: AbortSignal): Promise<void>
}

/** How long an answer may take, at the least and at the most; else as long as the interval. */
const shortestDeadlineMs = 2000
const longestDeadlineMs = 10_000
const closeWithinMs = 1000

/**
 * Scrapes an endpoint until closed, one scrape at a time, into the run's spool. It never rejects: what goes wrong is noted
 * beside the samples, and in the run's log when it begins and ends.
 */
export function startServerScraper(options: ScraperOptions): ServerScraper {
  const { url, schedule, clock } = options
  const agent = new (url.protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1 })
  const scrape = createScrape({ url, agent, headers: options.headers, tls: options.tls }, options)
  const closing = new AbortController()
  const giveUp = new AbortController()
  const deadlineMs = Math.min(longestDeadlineMs, Math.max(shortestDeadlineMs, schedule.intervalNs / 1e6))

  const untilClosed = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await within(deadlineMs, giveUp.signal, (signal) => scrape(signal, false))
      const nowNs = clock.nowNs()
      await timePasses((nextScrapeNs(nowNs, schedule) - nowNs) / 1e6, closing.signal)
    }
  }
  const loop = untilClosed()
  return {
    async close(abort) {
      const stop = (): void => giveUp.abort()
      const timer = setTimeout(stop, closeWithinMs)
      if (abort.aborted) stop()
      else abort.addEventListener('abort', stop, { once: true })
      closing.abort()
      await loop
      if (!giveUp.signal.aborted) await scrape(giveUp.signal, true)
      clearTimeout(timer)
      abort.removeEventListener('abort', stop)
      agent.destroy()
    },
  }
}

/** Does what takes a signal, and aborts that when the time is over or the other signal aborts. */
async function within(
  milliseconds: number,
  other: AbortSignal,
  act: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const timer = setTimeout(abort, milliseconds)
  other.addEventListener('abort', abort)
  if (other.aborted) abort()
  await act(controller.signal)
  clearTimeout(timer)
  other.removeEventListener('abort', abort)
}

type Scrape = (signal: AbortSignal, all: boolean) => Promise<void>

/** One scrape, from the fetch to the spool; `all` writes unchanged values too. */
function createScrape(source: ExpositionSource, { folder, clock }: ScraperOptions): Scrape {
  const reader = new ExpositionReader()
  const spool = new ServerSamplesSpool(folder)
  let failing: string | null = null
  return async (signal, all) => {
    const fromNs = clock.nowNs()
    let untilNs = Number.NaN
    const outcome = await fetchExposition(source, signal)
      .finally(() => {
        untilNs = clock.nowNs()
      })
      .then((text) => reader.read(text))
      .catch((error: Error) => error.message)
    const reading = typeof outcome === 'string' ? nothingRead : outcome
    const failure = typeof outcome === 'string' ? outcome : unreadable(outcome)
    if ((failure === null) !== (failing === null)) logEvent(folder, 'scrape', { failure })
    failing = failure
    const { series, refused, gone } = reading
    const times = { atNs: (fromNs + untilNs) / 2, errorBoundNs: (untilNs - fromNs) / 2 }
    const kept = all ? reader.current() : reading.changed
    spool.write({ ...times, failure, series, refused }, failure === null ? kept : [], gone)
  }
}

function unreadable({ readable, firstRefused }: ExpositionReading): string | null {
  return readable ? null : `answers with what isn't Prometheus' text: ${JSON.stringify(firstRefused)}`
}

const nothingRead: ExpositionReading = {
  changed: [],
  gone: [],
  series: 0,
  refused: 0,
  firstRefused: null,
  readable: false,
}

/** Resolves when the time is over, or when the signal aborts. */
function timePasses(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}

import { offeredLoad } from '../../load/offered-load.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Clock } from '../../time/clock.ts'
import { logEvent, type RunFolder } from '../run-folder.ts'
import type { TargetAddress } from '../target-address.ts'
import type { ExpositionSource } from './fetch-exposition.ts'
import type { ScrapeSchedule } from './scrape-schedule.ts'
import { type ServerScraper, startServerScraper } from './server-scraper.ts'

/** What a run's scraper needs of the run. */
export interface ScrapedRun {
  readonly plan: Plan
  readonly folder: RunFolder
  readonly target: TargetAddress
  /** Sent with the run's requests, and to the endpoint too where it is of the same origin. */
  readonly headers: Readonly<Record<string, string>>
}

/** Begins to scrape what the plan names; null when it names nothing, or what can't be scraped, which is logged. */
export function scrapeServer(run: ScrapedRun, clock: Clock): ServerScraper | null {
  const { plan, folder, target } = run
  if (plan.scrape === null) return null
  const url = URL.canParse(plan.scrape.url) ? new URL(plan.scrape.url) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    logEvent(folder, 'scrape', { failure: `${plan.scrape.url} is not a URL of HTTP` })
    return null
  }
  const at = target.endpoint.kind === 'tcp' ? new URL(target.label) : null
  const { 'content-type': _, ...headers } = at?.origin === url.origin ? run.headers : {}
  const tls = at?.hostname === url.hostname ? tlsOf(target) : {}
  return startServerScraper({
    url,
    headers,
    tls,
    schedule: schedule(plan, plan.scrape.intervalNs),
    folder,
    clock,
  })
}

function schedule({ load }: Plan, intervalNs: number): ScrapeSchedule {
  return { intervalNs, edgesNs: [load.warmupNs, offeredLoad(load).endNs].filter(Number.isFinite) }
}

function tlsOf({ endpoint }: TargetAddress): ExpositionSource['tls'] {
  if (endpoint.tls === undefined) return {}
  const { verify, caPem } = endpoint.tls
  return { rejectUnauthorized: verify, ...(caPem === undefined ? {} : { ca: caPem }) }
}

/** When an endpoint is to be scraped, ns of the run's clock. */
export interface ScrapeSchedule {
  readonly intervalNs: number
  /** One scrape falls on each of these: where the measured window begins and ends. */
  readonly edgesNs: readonly number[]
}

/**
 * The first time after `nowNs` at which a scrape is due: every interval, counted from the first edge, and at each edge. What has
 * passed meanwhile, because a scrape took long, is left out, so that scrapes never follow each other in a heap.
 */
export function nextScrapeNs(nowNs: number, { intervalNs, edgesNs }: ScrapeSchedule): number {
  const from = edgesNs[0] ?? 0
  const tick = from + (Math.floor((nowNs - from) / intervalNs) + 1) * intervalNs
  return Math.min(tick, ...edgesNs.filter((edge) => edge > nowNs))
}

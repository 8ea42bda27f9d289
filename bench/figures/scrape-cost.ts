import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { ExpositionReader } from '../../src/run/scrape/exposition-reader.ts'
import { exposition } from '../exposition.ts'
import { beside, type Figure, type FigureRow, limited, median } from '../figure.ts'

/** Ends with this process, or when it is killed. */
async function startExposition(): Promise<{ readonly server: ChildProcess; readonly url: URL }> {
  const server = fork(new URL('../exposition-server.ts', import.meta.url))
  const [{ port }] = (await once(server, 'message')) as [AddressInfo]
  return { server, url: new URL(`http://127.0.0.1:${port}/metrics`) }
}

interface Scraping {
  readonly shareOfCore: number
  readonly bytesPerSecond: number
}

/** What a process takes that does nothing but scrape once a second: fetch, parse and spool. */
async function measureScraping(): Promise<readonly FigureRow[]> {
  const { server, url } = await startExposition()
  const scraping = fork(new URL('../scraping.mjs', import.meta.url), [url.href], { execArgv: [] })
  const [{ shareOfCore, bytesPerSecond }] = (await once(scraping, 'message')) as [Scraping]
  server.kill('SIGKILL')
  return [
    limited('scraping once a second: share of a core', 100 * shareOfCore, ' %', { atMost: 1 }),
    beside('spool', bytesPerSecond * 1e-6, ' MB/s'),
  ]
}

/** The reader alone, once warm. */
function readingMs(share: number): number {
  const reader = new ExpositionReader()
  const times = Array.from({ length: 60 }, (_, step) => {
    const text = Buffer.from(exposition(step, share))
    const startMs = performance.now()
    reader.read(text)
    return performance.now() - startMs
  })
  return median(times.slice(20))
}

export const scrapeCost: Figure = {
  name: 'scrape-cost',
  title: 'Scraping 5000 series at 1 s, of which a fifth changes each time',
  async measure() {
    return [
      ...(await measureScraping()),
      beside('reading a text of which nothing changed', readingMs(0), ' ms'),
      beside('… of which a fifth changed', readingMs(0.2), ' ms'),
      beside('… of which all changed', readingMs(1), ' ms'),
    ]
  },
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createRunFolder } from '../../src/run/run-folder.ts'
import { ExpositionReader } from '../../src/run/scrape/exposition-reader.ts'
import { serverSamplesSpoolPath } from '../../src/run/scrape/server-samples-spool.ts'
import { startServerScraper } from '../../src/run/scrape/server-scraper.ts'
import { createRealtimeClock, realtimeUnixNs } from '../../src/time/realtime-clock.ts'
import { exposition } from '../exposition.ts'
import { beside, type Figure, type FigureRow, limited, median } from '../figure.ts'

const warmUpMs = 5000
const measuredMs = 20_000

/** Ends with this process, or when it is killed. */
async function startExposition(): Promise<{ readonly server: ChildProcess; readonly url: URL }> {
  const server = fork(new URL('../exposition-server.ts', import.meta.url))
  const [{ port }] = (await once(server, 'message')) as [AddressInfo]
  return { server, url: new URL(`http://127.0.0.1:${port}/metrics`) }
}

/** Processor time of this process per time, while it does nothing but scrape once a second: fetch, parse and spool. */
async function measureScraping(): Promise<readonly FigureRow[]> {
  const { server, url } = await startExposition()
  const root = mkdtempSync(join(tmpdir(), 'tare-scrape-'))
  const folder = createRunFolder(join(root, 'run'))
  const clock = createRealtimeClock(realtimeUnixNs())
  const schedule = { intervalNs: 1e9, edgesNs: [] }
  const scraper = startServerScraper({ url, headers: {}, tls: {}, schedule, folder, clock })
  await setTimeout(warmUpMs)
  const before = process.cpuUsage()
  await setTimeout(measuredMs)
  const { user, system } = process.cpuUsage(before)
  await scraper.close(new AbortController().signal)
  const bytes = statSync(serverSamplesSpoolPath(folder)).size
  server.kill('SIGKILL')
  rmSync(root, { recursive: true })
  return [
    limited('scraping once a second: share of a core', (user + system) / 10 / measuredMs, ' %', {
      atMost: 1,
    }),
    beside('spool', (bytes / (warmUpMs + measuredMs)) * 1e3 * 1e-6, ' MB/s'),
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

/*
 * Scrapes the endpoint of its argument once a second by the built program, fetch, parse and spool, in a process that does nothing
 * else, and sends what that took. Not TypeScript: what runs a source file takes more than the scraping does.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createRunFolder } from '../dist/run/run-folder.js'
import { serverSamplesSpoolPath } from '../dist/run/scrape/server-samples-spool.js'
import { startServerScraper } from '../dist/run/scrape/server-scraper.js'
import { createRealtimeClock, realtimeUnixNs } from '../dist/time/realtime-clock.js'

const warmUpMs = 5000
const measuredMs = 20_000

const root = mkdtempSync(join(tmpdir(), 'tare-scrape-'))
const folder = createRunFolder(join(root, 'run'))
const clock = createRealtimeClock(realtimeUnixNs())
const schedule = { intervalNs: 1e9, edgesNs: [] }
const scraper = startServerScraper({
  url: new URL(process.argv[2]),
  headers: {},
  tls: {},
  schedule,
  folder,
  clock,
})
await setTimeout(warmUpMs)
const before = process.cpuUsage()
await setTimeout(measuredMs)
const { user, system } = process.cpuUsage(before)
await scraper.close(new AbortController().signal)
const bytes = statSync(serverSamplesSpoolPath(folder)).size
rmSync(root, { recursive: true })
process.send({
  shareOfCore: (user + system) / 1e3 / measuredMs,
  bytesPerSecond: bytes / ((warmUpMs + measuredMs) / 1e3),
})
process.disconnect()

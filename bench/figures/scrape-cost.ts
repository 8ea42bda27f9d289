import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createRunFolder } from '../../src/run/run-folder.ts'
import { ExpositionReader } from '../../src/run/scrape/exposition-reader.ts'
import { serverSamplesSpoolPath } from '../../src/run/scrape/server-samples-spool.ts'
import { startServerScraper } from '../../src/run/scrape/server-scraper.ts'
import { createRealtimeClock, realtimeUnixNs } from '../../src/time/realtime-clock.ts'
import { beside, type Figure, type FigureRow, limited, median } from '../figure.ts'

const families = 250
const bucketsOfEach = 18
const warmUpMs = 5000
const measuredMs = 20_000

/**
 * 5000 series as vLLM writes them, half a megabyte: of `share` of the histograms all buckets change between two scrapes. In
 * plain JavaScript, so that another process can have it too.
 */
const expositionSource = `(step, share) => {
  const labels = 'engine="0",model_name="meta-llama/Llama-3.1-8B-Instruct"'
  let text = ''
  for (let family = 0; family < ${families}; family++) {
    const name = 'vllm:figure_' + family + '_seconds'
    const value = family < share * ${families} ? 1000 + step * 7 : 1000
    text += '# HELP ' + name + ' Histogram of a time in seconds.\\n# TYPE ' + name + ' histogram\\n'
    for (let bucket = 0; bucket < ${bucketsOfEach}; bucket++)
      text += name + '_bucket{' + labels + ',le="' + bucket / 4 + '"} ' + (value + bucket) + '.0\\n'
    text += name + '_count{' + labels + '} ' + value + '.0\\n' + name + '_sum{' + labels + '} ' + value * 1.5 + '\\n'
  }
  return text
}`

const serverSource = `
const exposition = ${expositionSource}
let step = 0
require('node:http')
  .createServer((_, response) => response.end(exposition(step++, 0.2)))
  .listen(0, '127.0.0.1', function () { console.log(this.address().port) })
`

async function startExposition(): Promise<{ readonly server: ChildProcess; readonly url: URL }> {
  const server = spawn(process.execPath, ['-e', serverSource], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => server.kill('SIGKILL'))
  const [port] = (await once(server.stdout!, 'data')) as [Buffer]
  return { server, url: new URL(`http://127.0.0.1:${port.toString().trim()}/metrics`) }
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
  // biome-ignore lint/security/noGlobalEval: the server's own text, which another process must have too
  const exposition = eval(expositionSource) as (step: number, share: number) => string
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

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planWith } from '../fixtures/plan-with.ts'
import { createRunFolder, type RunFolder } from '../run-folder.ts'
import type { TargetAddress } from '../target-address.ts'
import { readServerSamples } from './read-server-samples.ts'
import { scrapeServer } from './scrape-server.ts'
import type { ServerScraper } from './server-scraper.ts'
import { writeServerSamples } from './write-server-samples.ts'

type Handler = (response: ServerResponse, count: number, request: IncomingMessage) => void

let root: string
let folder: RunFolder
const never = new AbortController().signal
const clock = { nowNs: () => performance.now() * 1e6 }

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tare-scraper-'))
  folder = createRunFolder(join(root, 'run'))
})

afterEach(() => rmSync(root, { recursive: true }))

interface Endpoint {
  readonly url: string
  /** Resolves when so many requests have come. */
  asked(times: number): Promise<void>
  readonly most: () => number
  close(): Promise<void>
}

/** An endpoint that answers the n-th request, counted from 0, as it is told to. */
async function endpoint(handle: Handler): Promise<Endpoint> {
  let count = 0
  let open = 0
  let most = 0
  const waiting: { times: number; resolve: () => void }[] = []
  const server = createServer((request, response) => {
    most = Math.max(most, ++open)
    response.on('close', () => open--)
    handle(response, count++, request)
    for (const { times, resolve } of waiting) if (count >= times) resolve()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    asked: (times) =>
      new Promise((resolve) => {
        if (count >= times) resolve()
        else waiting.push({ times, resolve })
      }),
    most: () => most,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function scrape(
  url: string,
  options: { headers?: Record<string, string>; target?: string } = {},
): ServerScraper {
  const label = options.target ?? 'http://10.0.0.1:9'
  const target: TargetAddress = {
    endpoint: { kind: 'tcp', family: 4, address: '10.0.0.1', port: 9 },
    host: 'x',
    basePath: '',
    label,
  }
  const plan = { ...planWith(), scrape: { url, intervalNs: 5e6 } }
  return scrapeServer({ plan, folder, target, headers: options.headers ?? {} }, clock)!
}

/** Scrapes until so many requests have come, and gives what was kept. */
async function scraped(
  handle: Handler,
  times: number,
): Promise<NonNullable<Awaited<ReturnType<typeof readServerSamples>>>> {
  const server = await endpoint(handle)
  const scraper = scrape(server.url)
  await server.asked(times)
  await scraper.close(never)
  await server.close()
  writeServerSamples(folder)
  return (await readServerSamples(folder, () => true))!
}

const text = (value: number): string => `# TYPE a counter\na_total ${value}\nconstant 1\n`

describe('scrapeServer', () => {
  it('keeps what changes, at times that ascend, and all series at the end', async () => {
    const samples = await scraped((response, count) => response.end(text(count)), 4)
    const [a, constant] = samples.series
    expect([a?.type, constant?.type]).toEqual(['counter', 'unknown'])
    expect(a!.values).toEqual(a!.values.toSorted())
    expect(a!.values.length).toBe(samples.atNs.length)
    expect(samples.atNs).toEqual(samples.atNs.toSorted())
    expect([...samples.errorBoundNs].every((bound) => bound > 0)).toBe(true)
    expect([...constant!.scrapes]).toEqual([0, samples.atNs.length - 1])
    expect(samples.failures.size).toBe(0)
  })

  it('asks one at a time, over one connection, however slow the answers', async () => {
    const ports = new Set<number>()
    const server = await endpoint((response, count, request) => {
      ports.add(request.socket.remotePort!)
      setTimeout(() => response.end(text(count)), 30)
    })
    const scraper = scrape(server.url)
    await server.asked(4)
    await scraper.close(never)
    expect([server.most(), ports.size]).toEqual([1, 1])
    await server.close()
  })

  // Two in succession: a kept connection that breaks is opened anew once, and that is no failure.
  it.each<[string, Handler, string]>([
    ['an endpoint that isn’t there', (response) => response.writeHead(404).end('no'), 'HTTP 404'],
    [
      'a page',
      (response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>'),
      "answers with text/html, not with Prometheus' text",
    ],
    [
      'a page in disguise',
      (response) => response.end('<html>\n'),
      'answers with what isn\'t Prometheus\' text: "<html>"',
    ],
    ['a redirection', (response) => response.writeHead(302, { location: '/other' }).end(), 'HTTP 302'],
    ['a connection that breaks', (response) => response.destroy(), 'connection reset'],
    [
      'an answer that breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('a_total 1\n')
        setTimeout(() => response.destroy(), 5)
      },
      'connection reset',
    ],
    [
      'OpenMetrics without its end',
      (response) => response.writeHead(200, { 'content-type': 'application/openmetrics-text' }).end('a 1\n'),
      'the answer was cut short',
    ],
  ])('notes %s, and goes on', async (_, broken, failure) => {
    const samples = await scraped((response, count, request) => {
      if (count % 3 > 0) broken(response, count, request)
      else response.end(text(count))
    }, 9)
    expect([...samples.failures.keys()]).toEqual([failure])
    expect(samples.atNs.length).toBeGreaterThan(1)
    expect(samples.vanished).toBe(0)
    const events = readFileSync(folder.log, 'utf8')
    expect(events).toContain(JSON.stringify(failure).slice(1, -1))
    expect(events).toContain('"failure":null')
  })

  it('notes that nothing listens', async () => {
    const server = await endpoint(() => {})
    await server.close()
    const scraper = scrape(server.url)
    await scraper.close(never)
    writeServerSamples(folder)
    const samples = await readServerSamples(folder, () => true)
    expect([...samples!.failures.keys()]).toEqual(['connection refused'])
  })

  it('opens a connection anew that the server closed in between', async () => {
    const samples = await scraped((response, count) => {
      response.end(text(count))
      response.on('finish', () => response.socket?.destroySoon())
    }, 5)
    expect(samples.atNs.length).toBeGreaterThanOrEqual(5)
    expect(samples.failures.size).toBe(0)
  })

  it('ends though the endpoint hangs', async () => {
    const server = await endpoint((response) => response.writeHead(200).write('a'))
    const scraper = scrape(server.url)
    await server.asked(1)
    const abort = new AbortController()
    const closed = scraper.close(abort.signal)
    abort.abort()
    await closed
    await server.close()
    writeServerSamples(folder)
    const samples = await readServerSamples(folder, () => true)
    expect([...samples!.failures]).toEqual([['no whole answer in time', 1]])
  })

  it('sends the run’s headers to the target alone', async () => {
    const seen: (string | undefined)[] = []
    const server = await endpoint((response, _, request) => {
      seen.push(request.headers.authorization, request.headers['content-type'])
      response.end('a 1\n')
    })
    const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' }
    await scrape(server.url, { headers, target: server.url.replace('/metrics', '/v1') }).close(never)
    expect(new Set(seen)).toEqual(new Set(['Bearer secret', undefined]))
    seen.length = 0
    await scrape(server.url, { headers, target: 'http://127.0.0.1:9' }).close(never)
    expect(new Set(seen)).toEqual(new Set([undefined]))
    await server.close()
  })

  it('is nothing without a plan for it, or with one that can’t be followed', () => {
    const target: TargetAddress = {
      endpoint: { kind: 'unix', path: '/x' },
      host: '',
      basePath: '',
      label: 'unix:/x',
    }
    const run = { plan: planWith(), folder, target, headers: {} }
    expect(scrapeServer(run, clock)).toBeNull()
    const plan = { ...planWith(), scrape: { url: 'ftp://x', intervalNs: 1e9 } }
    expect(scrapeServer({ ...run, plan }, clock)).toBeNull()
    expect(readFileSync(folder.log, 'utf8')).toContain('ftp://x is not a URL of HTTP')
  })
})

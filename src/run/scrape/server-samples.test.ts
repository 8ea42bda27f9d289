import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRunFolder, type RunFolder } from '../run-folder.ts'
import { ExpositionReader } from './exposition-reader.ts'
import { samplesOf } from './fixtures/samples-of.ts'
import { readServerSamples } from './read-server-samples.ts'
import { ServerSamplesSpool, serverSamplesSpoolPath } from './server-samples-spool.ts'
import { writeServerSamples } from './write-server-samples.ts'

let root: string
let folder: RunFolder

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tare-server-samples-'))
  folder = createRunFolder(join(root, 'run'))
})

afterEach(() => rmSync(root, { recursive: true }))

function scrape(spool: ServerSamplesSpool, reader: ExpositionReader, atNs: number, text: string): void {
  const { changed, gone, series, refused } = reader.read(Buffer.from(text))
  spool.write({ atNs, errorBoundNs: 500.2, failure: null, series, refused }, changed, gone)
}

async function rows(): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: await asyncBufferFromFile(folder.serverSamples) })
}

describe('server-samples.parquet', () => {
  it('has a long row a value that changed, behind the rows of its scrape', async () => {
    const spool = new ServerSamplesSpool(folder)
    const reader = new ExpositionReader()
    scrape(spool, reader, 1000.4, '# TYPE a gauge\na{l="ü"} 1\nb NaN\n')
    scrape(spool, reader, 2000, 'a{l="ü"} 1\nb +Inf\n')
    scrape(spool, reader, 3000, 'a{l="ü"} 2\n')
    spool.write({ atNs: 4000, errorBoundNs: 1, failure: 'HTTP 404', series: 0, refused: 0 }, [], [])
    writeServerSamples(folder)
    const stored = await rows()
    expect(stored[0]).toEqual({
      at_ns: 1000,
      error_bound_ns: 501,
      name: 'tare_scrape_answered',
      labels: '{}',
      type: 'gauge',
      value: 1,
    })
    const values = stored.filter(({ name }) => !String(name).startsWith('tare_scrape_'))
    expect(values.map(({ at_ns, name, labels, type, value }) => [at_ns, name, labels, type, value])).toEqual([
      [1000, 'a', '{"l":"ü"}', 'gauge', 1],
      [1000, 'b', '{}', 'unknown', Number.NaN],
      [2000, 'b', '{}', 'unknown', Infinity],
      [3000, 'a', '{"l":"ü"}', 'gauge', 2],
      [3000, 'b', '{}', 'unknown', null],
    ])
    const failed = stored.filter(({ at_ns, name }) => at_ns === 4000 && name === 'tare_scrape_answered')
    expect(failed).toMatchObject([{ value: 0, labels: '{"failure":"HTTP 404"}' }])
  })

  it('is made of what a killed run had spooled, but for a line cut short', async () => {
    const spool = new ServerSamplesSpool(folder)
    const reader = new ExpositionReader()
    scrape(spool, reader, 1000, 'a 1\n')
    appendFileSync(serverSamplesSpoolPath(folder), '{"kind":"values","values":[[0,')
    writeServerSamples(folder)
    expect((await rows()).filter(({ name }) => name === 'a')).toHaveLength(1)
  })

  it('isn’t there when nothing was scraped', async () => {
    writeServerSamples(folder)
    expect(existsSync(folder.serverSamples)).toBe(false)
    expect(await readServerSamples(folder, () => true)).toBeNull()
  })

  it('leaves out what the endpoint calls as Tare calls its own', async () => {
    const spool = new ServerSamplesSpool(folder)
    scrape(spool, new ExpositionReader(), 1000, 'tare_scrape_answered 0\na 1\n')
    writeServerSamples(folder)
    const samples = await readServerSamples(folder, () => true)
    expect([samples?.atNs.length, samples?.failures.size]).toEqual([1, 0])
  })

  it('costs little for series that stay as they are', async () => {
    const constant = Array.from(
      { length: 5000 },
      (_, i) => `constant_total{engine="0",number="${i}"} ${i}\n`,
    ).join('')
    const spool = new ServerSamplesSpool(folder)
    const reader = new ExpositionReader()
    for (let i = 0; i < 50; i++) scrape(spool, reader, i * 1e9, constant)
    writeServerSamples(folder)
    expect((await rows()).length).toBe(5000 + 50 * 3)
  })

  it('that is damaged is refused, saying which', async () => {
    writeFileSync(folder.serverSamples, 'PAR1 no PAR1')
    await expect(readServerSamples(folder, () => true)).rejects.toMatchObject({
      code: 'folder',
      message: expect.stringContaining('server-samples.parquet is damaged'),
    })
  })
})

describe('readServerSamples', () => {
  it('gives what each series was at each answered scrape', async () => {
    const samples = await samplesOf(
      [
        [0, 'a{l="1"} 5\nother 1\n'],
        [1, { failure: 'connection refused' }],
        [2, 'a{l="1"} 5\nb 7\nother 1\n'],
        [3, 'b 8\nother 1\n'],
        [4, { failure: 'connection refused' }],
      ],
      (name) => name !== 'other',
    )
    expect([...samples.atNs]).toEqual([0, 2e9, 3e9])
    expect([...samples.continuous]).toEqual([0, 1, 1])
    expect([...samples.failures]).toEqual([['connection refused', 2]])
    expect(samples.series.map(({ name, labels }) => [name, [...labels]])).toEqual([
      ['a', [['l', '1']]],
      ['b', []],
    ])
    const [a, b] = samples.series
    expect([[...a!.scrapes], [...a!.values]]).toEqual([
      [0, 2],
      [5, Number.NaN],
    ])
    expect([[...b!.scrapes], [...b!.values]]).toEqual([
      [1, 2],
      [7, 8],
    ])
    expect([samples.mostSeries, samples.appeared, samples.vanished]).toEqual([3, 1, 1])
  })

  it('knows another process by its having none of the series', async () => {
    const { continuous } = await samplesOf([
      [0, 'a 1\n'],
      [1, 'b 1\n'],
      [2, 'b 1\na 1\n'],
    ])
    expect([...continuous]).toEqual([0, 0, 1])
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BiasReport } from '../../src/experiment/bias/bias-report.ts'
import { readRecords } from '../../src/record/records-reader.ts'
import type { RequestRecord } from '../../src/record/request-record.ts'
import { scratch, startTare, type TareResult, tare } from '../support/tare.ts'

const space = scratch()
const temporary = scratch()
afterAll(() => {
  space.remove()
  temporary.remove()
})

async function recordsOf(path: string): Promise<Map<string, RequestRecord>> {
  const records = new Map<string, RequestRecord>()
  for await (const record of readRecords(path)) {
    records.set(record.requestId, { ...record, tokenNs: record.tokenNs.slice(0, record.tokenEvents) })
  }
  return records
}

describe.runIf(process.platform === 'linux')('tare bias', () => {
  const out = space.run()
  let result: TareResult
  let report: BiasReport

  // 40 streams in step, each event 0.3 ms of work: some 6 ms of waiting in the mean, whatever else the machine does.
  beforeAll(async () => {
    const small = ['--rates', '2000', '--work', '300us', '--duration', '1s', '--seed', '1']
    result = await tare(['bias', ...small, '--out', out, '--format', 'json'])
    report = JSON.parse(result.stdout) as BiasReport
  }, 120_000)

  test('prints what it found, and keeps it', () => {
    expect(result.status, result.stderr).toBe(0)
    expect(report).toMatchObject({
      schema: 'tare.bias/1',
      pattern: 'stepping',
      event_work_us: 300,
      processes: 2,
    })
    expect(readdirSync(out).sort()).toEqual([
      'bias.json',
      'bias.md',
      'rate-2000-processes-1',
      'rate-2000-processes-2',
    ])
    expect(JSON.parse(readFileSync(join(out, 'bias.json'), 'utf8'))).toEqual(report)
    expect(readFileSync(join(out, 'bias.md'), 'utf8')).toContain(report.sentence)
    expect(report.sentence).toMatch(
      /^At 2k tokens\/s on this machine a single-process client with 300 us of work/,
    )
  })

  test('compares every token of every reply, and user-space stamps are the further from the truth', () => {
    expect(report.rates).toHaveLength(1)
    const { runs } = report.rates[0]!
    expect(runs.map(({ processes }) => processes)).toEqual([1, 2])
    for (const run of runs) {
      expect(run).toMatchObject({
        failed_requests: 0,
        unmatched_requests: 0,
        timestamp_source: 'so_timestamping',
      })
      expect(run.tokens).toBeGreaterThan(100)
      const { user, kernel } = run.error_us
      expect(kernel.p50!).toBeLessThan(user.p50!)
      expect(kernel.min!).toBeGreaterThanOrEqual(0)
      expect(run.client.service_us.mean!).toBeGreaterThanOrEqual(300)
      expect(run.client.batch_events.mean!).toBeGreaterThan(1)
      expect(run.client.wait_us.mean!).toBeGreaterThan(300)
    }
  })

  test.each([1, 2])(
    'with %d processes the twin has the same tokens, and none before the kernel had it',
    async (processes) => {
      const run = join(out, `rate-2000-processes-${processes}`, 'run')
      const kernel = await recordsOf(join(run, 'records.parquet'))
      const user = await recordsOf(join(run, 'records-user.parquet'))
      expect([...user.keys()].sort()).toEqual([...kernel.keys()].sort())
      expect(kernel.size).toBeGreaterThan(50)
      expect(new Set([...kernel.values()].map(({ worker }) => worker)).size).toBe(processes)
      for (const [id, { tokenNs, tokenEvents, sentNs, endNs }] of kernel) {
        const twin = user.get(id)!
        expect([twin.tokenEvents, twin.sentNs, twin.timestampSource]).toEqual([tokenEvents, sentNs, 'user'])
        expect(tokenNs.every((ns, i) => ns <= twin.tokenNs[i]!)).toBe(true)
        expect(twin.endNs).toBeGreaterThanOrEqual(endNs)
      }
    },
  )

  test('streams with phases of their own come one by one; the runs of an experiment that isn’t kept are removed', async () => {
    const small = [
      '--rates',
      '2000',
      '--pattern',
      'own-phases',
      '--work',
      '0',
      '--duration',
      '500ms',
      '--streams',
      '20',
    ]
    const { status, stdout, stderr } = await tare(['bias', ...small], { env: { TMPDIR: temporary.folder } })
    expect(status, stderr).toBe(0)
    expect(stdout).toContain('each stream has its own phase')
    expect(stdout).toContain('2k tokens/s, about 20 streams')
    expect(stderr).toContain('2k tokens/s, 2 processes …')
    expect(readdirSync(temporary.folder)).toEqual([])
  }, 120_000)

  test('Ctrl-C ends it at once, exits 130 and leaves nothing', async () => {
    const running = startTare(['bias', '--duration', '60s'], { env: { TMPDIR: temporary.folder } })
    await new Promise<void>((resolve) => running.child.stderr!.once('data', () => resolve()))
    setTimeout(() => running.child.kill('SIGINT'), 1500)
    const { status, stderr } = await running.result
    expect(status).toBe(130)
    expect(stderr).toContain('interrupted')
    expect(readdirSync(temporary.folder)).toEqual([])
  }, 30_000)

  test.each([
    [['--pattern', 'random'], "isn't one of stepping, own-phases"],
    [['--rates', '0'], "isn't a rate in tokens per second"],
    [['--processes', '1'], "isn't several processes"],
    [['--out', space.folder], 'exists already'],
    [['--format', 'csv'], 'Allowed choices are table, json, markdown'],
  ])('%j is refused before anything is measured', async (args, message) => {
    const { status, stderr, stdout } = await tare(['bias', ...args])
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('tokens/s,')
    expect(stdout).toBe('')
  })
})

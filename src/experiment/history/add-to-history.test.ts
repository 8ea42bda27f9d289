import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { addToHistory } from './add-to-history.ts'
import { scratch } from './fixtures/scratch.ts'
import { writeRun } from './fixtures/write-run.ts'
import { readHistory } from './read-history.ts'
import { readStoredRun } from './store-run.ts'

const ids = (rows: readonly { readonly run_id: string }[]): readonly string[] =>
  rows.map(({ run_id }) => run_id).sort()

const segments = (store: string): readonly string[] => readdirSync(join(store, 'index')).sort()

describe('addToHistory', () => {
  it('copies a run, and the index says what it is', () => {
    const home = scratch()
    const store = join(home, 'store')
    const run = writeRun(home, { id: '20260101-000001-aaaaaa' })
    const { added: rows } = addToHistory(store, [run], { label: 'nightly', now: new Date(1.8e12) })
    expect(rows).toEqual(readHistory(store))
    expect(rows).toEqual([
      expect.objectContaining({
        run_id: '20260101-000001-aaaaaa',
        folder: 'runs/20260101-000001-aaaaaa',
        added_at: new Date(1.8e12).toISOString(),
        label: 'nightly',
        branch: 'main',
        commit: 'c0ffee'.padEnd(40, '0'),
        committed_at: '2026-01-01T00:00:00.000Z',
        cell: null,
        canary: false,
        verdict: 'VALID',
        machine_in_words: 'AMD EPYC, 2 cores, 24 GiB',
        metrics: expect.objectContaining({ requests_per_s: 7.955, 'query.p50': null, error_rate: 4 / 4800 }),
      }),
    ])
    const files = readdirSync(join(store, rows[0]!.folder)).sort()
    expect(files).toEqual([
      'environment.json',
      'history.json',
      'plan.yaml',
      'records.parquet',
      'summary.json',
    ])
  })

  it('takes a commit without its time from the user, and leaves records out when asked', () => {
    const home = scratch()
    const run = writeRun(home, { id: 'one' })
    const options = { commit: 'abcdef1', branch: 'fix', withoutRecords: true }
    const { added: rows } = addToHistory(join(home, 'store'), [run], options)
    expect(rows[0]).toMatchObject({ commit: 'abcdef1', committed_at: null, branch: 'fix', label: null })
    expect(existsSync(join(home, 'store/runs/one/records.parquet'))).toBe(false)
  })

  it('adds a folder of repeats, and says which of them it has', () => {
    const home = scratch()
    const store = join(home, 'store')
    const first = writeRun(join(home, 'repeats'), { id: 'one' })
    addToHistory(store, [first])
    writeRun(join(home, 'repeats'), { id: 'two' })
    mkdirSync(join(home, 'repeats', 'no-run'))
    const outcome = addToHistory(store, [join(home, 'repeats'), first])
    expect([ids(outcome.added), outcome.present]).toEqual([['two'], ['one', 'one']])
    expect(ids(readHistory(store))).toEqual(['one', 'two'])
    expect(addToHistory(store, [first]).added).toEqual([])
    expect(segments(store)).toHaveLength(2)
  })

  it('adds the measured runs of a sweep, each with its cell and axes', () => {
    const home = scratch()
    const sweep = join(home, 'sweep')
    writeRun(join(sweep, 'runs'), { id: 'one' })
    writeFileSync(join(sweep, 'sweep.json'), '{"schema":"tare.sweep/1"}')
    const rows = [
      {
        index: 0,
        cell: 'concurrency=4',
        'axis.load.concurrency': 4,
        'server.max_workers': 2,
        status: 'measured',
        folder: 'runs/one',
      },
      { index: 1, cell: 'concurrency=8', 'axis.load.concurrency': 8, status: 'failed', folder: null },
    ]
    writeFileSync(join(sweep, 'cells.ndjson'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const { added: found, unreadable } = addToHistory(join(home, 'store'), [sweep])
    expect(unreadable).toEqual([`${sweep}: a run of cell concurrency=8 failed`])
    expect(found.map(({ cell }) => cell)).toEqual(['concurrency=4'])
    const { run } = readStoredRun(join(home, 'store/runs/one'))
    expect([run.axes, run.facts.serverSettings]).toEqual([{ 'load.concurrency': 4 }, { max_workers: 2 }])
  })

  it('has one scenario for two hosts and two seeds, another for another load, and the simulator for a canary', () => {
    const home = scratch()
    const runs = [
      writeRun(home, { id: 'a' }),
      writeRun(home, { id: 'b', url: 'https://10.0.0.8:9000/', seed: 2 }),
      writeRun(home, { id: 'c', url: 'http://10.0.0.7:8000/v2' }),
      writeRun(home, { id: 'd', rate: 9 }),
      writeRun(home, { id: 'e', url: null }),
      writeRun(home, { id: 'f', url: 'unix:/run/server.sock' }),
    ]
    const { added: rows } = addToHistory(join(home, 'store'), runs)
    const scenarios = rows.map(({ scenario }) => scenario)
    expect(scenarios[1]).toBe(scenarios[0])
    expect(scenarios[5]).toBe(scenarios[0])
    expect(new Set(scenarios).size).toBe(4)
    expect(rows.map(({ canary }) => canary)).toEqual([false, false, false, false, true, false])
  })

  it('leaves out what can’t be read and says it; refuses when that is all', () => {
    const home = scratch()
    const store = join(home, 'store')
    writeRun(join(home, 'some'), { id: 'good' })
    const bad = writeRun(join(home, 'some'), { id: 'bad' })
    truncateSync(join(bad, 'summary.json'), 100)
    const { added: rows, unreadable } = addToHistory(store, [join(home, 'some')])
    expect([ids(rows), unreadable.length]).toEqual([['good'], 1])
    expect(unreadable[0]).toContain('is damaged')
    expect(thrownError('folder', () => addToHistory(store, [bad])).message).toContain('is damaged')
    expect(thrownError('folder', () => addToHistory(store, [home])).message).toContain('holds no runs')
    expect(thrownError('folder', () => addToHistory(store, [join(home, 'nowhere')])).message).toContain(
      'no folder',
    )
  })

  it.each([
    ['../../escaped', 'run_id'],
    ['/etc/x', 'run_id'],
    ['a/b', 'run_id'],
    ['a\\b', 'run_id'],
    ['..', 'run_id'],
    ['a..b', 'run_id'],
    ['', 'run_id'],
    ['x'.repeat(300), 'run_id'],
    [7, 'is damaged'],
    [null, 'is damaged'],
    ['CON\n', 'run_id'],
  ])('writes nothing for a run whose id is %.20j', (run_id, why) => {
    const home = scratch()
    const run = writeRun(home, { id: 'run', summary: { run_id: run_id as string } })
    const before = readdirSync(home, { recursive: true }).length
    expect(thrownError('folder', () => addToHistory(join(home, 'store'), [run])).message).toContain(why)
    expect(readdirSync(home, { recursive: true })).toHaveLength(before)
  })

  it.each([
    [{ started_at: 'yesterday' }, 'is damaged'],
    [{ label: { a: 1 } }, 'label'],
    [{ verdict: { status: 'GREAT', checks: [] } }, 'verdict'],
    [{ latency_ms: null }, 'is damaged'],
  ])('refuses a summary with %j', (summary, why) => {
    const home = scratch()
    const run = writeRun(home, { id: 'run', summary: summary as never })
    expect(thrownError('folder', () => addToHistory(join(home, 'store'), [run])).message).toContain(why)
  })

  it('keeps a label as it was given, whatever is in it', () => {
    const home = scratch()
    const label = 'two\nlines \u001b[31mred, "quoted" ‮ \u0000'
    addToHistory(join(home, 'store'), [writeRun(home, { id: 'one' })], { label })
    expect(readHistory(join(home, 'store'))[0]!.label).toBe(label)
  })

  it('refuses another run of the same id, and completes one that was cut short', () => {
    const home = scratch()
    const store = join(home, 'store')
    const run = writeRun(home, { id: 'one' })
    mkdirSync(join(store, 'runs/one'), { recursive: true })
    writeFileSync(
      join(store, 'runs/one/summary.json'),
      readFileSync(join(run, 'summary.json')).subarray(0, 50),
    )
    expect(ids(addToHistory(store, [run]).added)).toEqual(['one'])
    expect(readFileSync(join(store, 'runs/one/summary.json'))).toEqual(
      readFileSync(join(run, 'summary.json')),
    )
    rmSync(join(store, 'index'), { recursive: true })
    const other = writeRun(join(home, 'other'), { id: 'one', summary: { label: 'other' } })
    expect(thrownError('folder', () => addToHistory(store, [other])).message).toContain(
      'another run of the same id',
    )
  })
})

import {
  appendFileSync,
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
import { historyRow } from '../../analysis/history/fixtures/history-rows.ts'
import { parseSelector } from '../../analysis/history/select-rows.ts'
import { compactIndex } from './compact-index.ts'
import { scratch } from './fixtures/scratch.ts'
import { writeRun } from './fixtures/write-run.ts'
import { historyFolder } from './history-folder.ts'
import { addToHistory, readHistory } from './history-store.ts'
import type { AddedEntry } from './index-entry.ts'
import { pruneHistory, whatToPrune } from './prune-history.ts'
import { readIndex } from './read-index.ts'
import { rebuildHistory } from './rebuild-history.ts'
import { readSegment, writeSegment } from './segment-file.ts'

const ids = (rows: readonly { readonly run_id: string }[]): readonly string[] =>
  rows.map(({ run_id }) => run_id).sort()

const segments = (store: string): readonly string[] => readdirSync(join(store, 'index')).sort()

function added(n: number, over: Parameters<typeof historyRow>[1] = {}): AddedEntry {
  return { kind: 'added', tag: `tag-${n}`, row: historyRow(n, over) }
}

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
      { index: 0, cell: 'concurrency=4', 'axis.load.concurrency': 4, status: 'measured', folder: 'runs/one' },
      { index: 1, cell: 'concurrency=8', 'axis.load.concurrency': 8, status: 'failed', folder: null },
    ]
    writeFileSync(join(sweep, 'cells.ndjson'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    const { added: found } = addToHistory(join(home, 'store'), [sweep])
    expect(found.map(({ cell }) => cell)).toEqual(['concurrency=4'])
    const note = JSON.parse(readFileSync(join(home, 'store/runs/one/history.json'), 'utf8'))
    expect(note.axes).toEqual({ 'load.concurrency': 4 })
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
    expect(thrownError('folder', () => addToHistory(store, [home])).message).toContain('no finished run')
    expect(thrownError('folder', () => addToHistory(store, [join(home, 'nowhere')])).message).toContain(
      'ENOENT',
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
    [7, 'run_id'],
    [null, 'run_id'],
    ['CON\n', 'run_id'],
  ])('writes nothing for a run whose id is %.20j', (run_id, why) => {
    const home = scratch()
    const run = writeRun(home, { id: 'run', summary: { run_id: run_id as string } })
    const before = readdirSync(home, { recursive: true }).length
    expect(thrownError('folder', () => addToHistory(join(home, 'store'), [run])).message).toContain(why)
    expect(readdirSync(home, { recursive: true })).toHaveLength(before)
  })

  it.each([
    [{ started_at: 'yesterday' }, 'started_at'],
    [{ label: { a: 1 } }, 'label'],
    [{ verdict: { status: 'GREAT', checks: [] } }, 'verdict'],
    [{ latency_ms: null }, 'can’t be of a run'.replace('’', "'")],
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

describe('the index', () => {
  it('has what two added at once, each run once', () => {
    const folder = historyFolder(scratch())
    const now = new Date(1.8e12)
    writeSegment(folder, [added(1), { ...added(2), tag: 'a' }], [], now)
    writeSegment(
      folder,
      [added(3), { ...added(2, { label: 'later', added_at: '2027-01-01T00:00:00Z' }), tag: 'b' }],
      [],
      now,
    )
    const { rows } = readIndex(folder)
    expect(ids(rows)).toEqual(ids([historyRow(1), historyRow(2), historyRow(3)]))
    expect(rows.find(({ run_id }) => run_id === historyRow(2).run_id)?.label).toBeNull()
  })

  it.each([
    ['cut short', (path: string) => truncateSync(path, 700)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['longer than it was', (path: string) => appendFileSync(path, 'x')],
    ['altered', (path: string) => writeFileSync(path, readFileSync(path).fill(0, 40, 48))],
  ])('leaves out a segment that is %s, names it, and is made again from the runs', (_, damage) => {
    const home = scratch()
    const store = join(home, 'store')
    addToHistory(store, [writeRun(home, { id: 'one' })], { label: 'kept', now: new Date(1.8e12) })
    const [first] = segments(store)
    damage(join(store, 'index', first!))
    addToHistory(store, [writeRun(home, { id: 'two' })])
    const told: string[] = []
    expect(ids(readHistory(store, (line) => told.push(line)))).toEqual(['two'])
    expect(told[0]).toContain(first)
    expect(told.at(-1)).toContain('tare history rebuild')
    expect(rebuildHistory(store)).toEqual({ runs: 2, leftOut: [] })
    expect(segments(store)).toHaveLength(1)
    const again = readHistory(store, (line) => told.push(line))
    expect(ids(again)).toEqual(['one', 'two'])
    expect(again.find(({ run_id }) => run_id === 'one')).toMatchObject({
      label: 'kept',
      added_at: new Date(1.8e12).toISOString(),
    })
    expect(told).toHaveLength(2)
  })

  it('leaves out a segment that leads out of the store, or is of another schema', () => {
    const folder = historyFolder(scratch())
    const astray = added(1, { folder: '../../etc' })
    writeSegment(folder, [astray], [], new Date(1.8e12))
    writeSegment(folder, [added(2, { run_id: '../x', folder: 'runs/../x' })], [], new Date(1.8e12))
    const { rows, damaged } = readIndex(folder)
    expect(rows).toEqual([])
    expect(damaged.map(({ reason }) => reason).sort()).toEqual([
      `its folder can't be "../../etc"`,
      `its run_id can't be "../x"`,
    ])
  })

  it('merges many small segments into one', () => {
    const folder = historyFolder(scratch())
    const now = new Date(1.8e12)
    for (let n = 0; n < 31; n++) writeSegment(folder, [added(n)], [], now)
    writeSegment(
      folder,
      Array.from({ length: 1200 }, (_, n) => added(100 + n)),
      [],
      now,
    )
    compactIndex(folder, readIndex(folder), now)
    expect(segments(folder.path)).toHaveLength(32)
    writeSegment(folder, [{ kind: 'removed', tag: 'tag-7', runId: historyRow(7).run_id }], [], now)
    const before = readIndex(folder)
    compactIndex(folder, before, now)
    expect(segments(folder.path)).toHaveLength(2)
    const after = readIndex(folder)
    expect(ids(after.rows)).toEqual(ids(before.rows))
    expect(after.rows).toHaveLength(1230)
    expect(after.removed).toEqual(before.removed)
  })

  it('has each run once, whenever a merge is killed and whoever merges too', () => {
    const folder = historyFolder(scratch())
    const now = new Date(1.8e12)
    for (let n = 0; n < 40; n++) writeSegment(folder, [added(n)], [], now)
    const index = readIndex(folder)
    const names = index.segments.map(({ name }) => name)
    const all = names.flatMap((name) => readSegment(folder, name).entries)
    // One was killed before it removed anything, another had merged a part, and the first half have gone.
    writeSegment(folder, all, names, now)
    writeSegment(folder, all.slice(0, 10), names.slice(0, 10), now)
    expect(ids(readIndex(folder).rows)).toEqual(ids(index.rows))
    expect(readIndex(folder).replaced).toEqual(names)
    for (const name of names.slice(0, 20)) rmSync(join(folder.index, name))
    expect(ids(readIndex(folder).rows)).toEqual(ids(index.rows))
    compactIndex(folder, readIndex(folder), now)
    expect(segments(folder.path)).toHaveLength(2)
    expect(ids(readIndex(folder).rows)).toEqual(ids(index.rows))
  })

  it('is empty where there is none', () => expect(readHistory(join(scratch(), 'none'))).toEqual([]))
})

describe('pruning', () => {
  const nothing = { selector: null, keep: null, olderThanMs: null, lastOfLabel: false }
  const nowMs = Date.UTC(2026, 0, 1, 2)
  const rows = [1, 2, 3, 4].map((n) => historyRow(n, { label: n < 3 ? 'old' : n === 3 ? 'nightly' : null }))
  const minutes = (chosen: readonly { readonly run_id: string }[]): readonly number[] =>
    chosen.map(({ run_id }) => Number(run_id.slice(9, 15)))

  it.each([
    [{ keep: 3 }, [1], []],
    [{ keep: 1 }, [1], [3, 2]],
    [{ keep: 0 }, [4, 1], [3, 2]],
    [{ keep: 0, lastOfLabel: true }, [4, 3, 2, 1], []],
    [{ olderThanMs: 118 * 60_000 }, [1], []],
    [{ olderThanMs: 60_000, keep: 3 }, [1], []],
    [{ selector: parseSelector('label:old') }, [1], [2]],
    [{ selector: parseSelector('label:old'), keep: 1 }, [1], []],
  ])('%j takes %j and spares %j', (over, going, spared) => {
    const decision = whatToPrune(rows, { ...nothing, ...over }, nowMs)
    expect([minutes(decision.going), minutes(decision.spared)]).toEqual([going, spared])
  })

  it('takes INVALID runs too', () => {
    const bad = [historyRow(1, { verdict: 'INVALID' })]
    expect(whatToPrune(bad, { ...nothing, selector: parseSelector('branch:main') }, nowMs).going).toEqual(bad)
  })

  it('removes the folders, and what went can be added again', () => {
    const home = scratch()
    const store = join(home, 'store')
    const one = writeRun(home, { id: 'one' })
    addToHistory(store, [one, writeRun(home, { id: 'two' })])
    pruneHistory(
      store,
      readHistory(store).filter(({ run_id }) => run_id === 'one'),
    )
    expect(ids(readHistory(store))).toEqual(['two'])
    expect(readdirSync(join(store, 'runs'))).toEqual(['two'])
    expect(ids(addToHistory(store, [one]).added)).toEqual(['one'])
    expect(ids(readHistory(store))).toEqual(['one', 'two'])
    expect(rebuildHistory(store)).toEqual({ runs: 2, leftOut: [] })
  })

  it('doesn’t bring back by a rebuild what a crash left of it', () => {
    const home = scratch()
    const store = join(home, 'store')
    const one = writeRun(home, { id: 'one' })
    addToHistory(store, [one, writeRun(home, { id: 'two' })])
    const index = readIndex(historyFolder(store))
    const { tag } = index.added.find(({ row }) => row.run_id === 'one')!
    writeSegment(historyFolder(store), [{ kind: 'removed', tag, runId: 'one' }], [], new Date())
    const { runs, leftOut } = rebuildHistory(store)
    expect([runs, leftOut.length]).toEqual([1, 1])
    expect(leftOut[0]).toContain('pruned')
    expect(ids(readHistory(store))).toEqual(['two'])
    expect(ids(addToHistory(store, [join(store, 'runs/one')]).added)).toEqual(['one'])
  })

  it('says whose folder has gone', () => {
    const home = scratch()
    const store = join(home, 'store')
    addToHistory(store, [writeRun(home, { id: 'one' }), writeRun(home, { id: 'two' })])
    rmSync(join(store, 'runs/one'), { recursive: true })
    expect(rebuildHistory(store).leftOut).toEqual(['runs/one has gone, and its figures with it'])
  })
})

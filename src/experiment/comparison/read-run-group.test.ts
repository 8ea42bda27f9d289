import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { comparedMetric } from '../../analysis/comparison/compared-metric.ts'
import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { addToHistory } from '../history/add-to-history.ts'
import { writeRun } from './fixtures/write-run.ts'
import { isMissingReference } from './missing-reference-error.ts'
import { readComparedRun } from './read-compared-run.ts'
import { readRunGroup } from './read-run-group.ts'

const cwd = process.cwd()
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-test-'))
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(cwd)
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  for (const name of ['runs', 'repeats', 'sweep', 'one']) rmSync(name, { recursive: true, force: true })
})

const pathsOf = ({ runs }: RunGroup): readonly string[] => runs.map(({ path }) => path)

describe('a folder', () => {
  test('of a run is that run, with what its figures depend on', () => {
    writeRun('one')
    const { name, runs, unreadable } = readRunGroup('one')
    expect([name, runs.length, unreadable]).toEqual(['one', 1, []])
    expect(runs[0]!.facts).toMatchObject({
      tareVersion: '0.1.0',
      commit: 'c'.repeat(40),
      machine: { inWords: 'AMD EPYC, 2 cores, 24 GiB', hostId: 'h1', kernel: '6.1' },
    })
  })

  test('of runs is all of them, by number, those in runs/ too, and nothing below', () => {
    for (const name of ['10', '2', 'runs/3', 'deeper/4']) writeRun(join('repeats', name))
    mkdirSync('repeats/notes')
    expect(pathsOf(readRunGroup('repeats'))).toEqual(['repeats/2', 'repeats/10', 'repeats/runs/3'])
  })

  test('repeats have equal facts whatever their seeds, labels and folders', () => {
    writeRun('repeats/1')
    writeRun('repeats/2', { seed: 8, summary: { label: 'x' } })
    const [first, second] = readRunGroup('repeats').runs
    expect(second!.facts).toEqual(first!.facts)
  })

  test('names runs that can’t be read, and has the rest', () => {
    writeRun('repeats/1')
    writeRun('repeats/2', { files: { 'summary.json': null } })
    writeRun('repeats/3', { files: { 'summary.json': '{"schema":"tare.summary/1","ver' } })
    writeRun('repeats/4', { files: { 'summary.json': '{"schema":"tare.summary/9"}' } })
    const { runs, unreadable } = readRunGroup('repeats')
    expect(runs.map(({ path }) => path)).toEqual(['repeats/1'])
    expect(unreadable).toEqual([
      expect.stringMatching(/^repeats\/2 is not a finished run/),
      expect.stringMatching(/3\/summary\.json is damaged$/),
      expect.stringMatching(/4\/summary\.json is of schema tare\.summary\/9$/),
    ])
  })

  test('of which nothing can be read is an error that says why', () => {
    writeRun('repeats/1', { files: { 'environment.json': 'x' } })
    writeRun('repeats/2', { files: { 'plan.yaml': '[' } })
    const error = thrownError('folder', () => readRunGroup('repeats'))
    expect(error.message).toMatch(
      /"repeats" has no run that can be read: .*environment\.json is damaged; .*plan\.yaml/,
    )
    expect(isMissingReference(error)).toBe(false)
  })

  test('without runs, and a file, are errors', () => {
    mkdirSync('repeats')
    expect(thrownError('folder', () => readRunGroup('repeats')).message).toBe('"repeats" holds no runs')
    writeRun('one')
    expect(thrownError('folder', () => readRunGroup('one/summary.json')).hint).toContain('one')
  })

  test('the same run twice counts once', () => {
    writeRun('repeats/1', { summary: { run_id: 'same' } })
    writeRun('repeats/2', { summary: { run_id: 'same' } })
    expect(pathsOf(readRunGroup('repeats'))).toEqual(['repeats/1'])
  })
})

describe('a damaged run', () => {
  test.each([
    ['of nothing', 'summary.json', 'null'],
    ['of a list', 'summary.json', '[]'],
    ['cut short', 'summary.json', JSON.stringify({ ...streamedOpenLoop, instrument: undefined })],
    ['without a schema', 'summary.json', '{}'],
    [
      'with half a latency',
      'summary.json',
      JSON.stringify({ ...streamedOpenLoop, latency_ms: { ttft: { p50: 1 } } }),
    ],
    [
      'with a text for a rate',
      'summary.json',
      JSON.stringify({ ...streamedOpenLoop, throughput: { requests_per_s: '8' } }),
    ],
    [
      'with checks of nothing',
      'summary.json',
      JSON.stringify({ ...streamedOpenLoop, verdict: { checks: [{ id: 'x' }] } }),
    ],
    ['without a time', 'summary.json', JSON.stringify({ ...streamedOpenLoop, started_at: 'today' })],
    ['without lengths', 'summary.json', JSON.stringify({ ...streamedOpenLoop, tokens: {} })],
    ['without a verdict', 'summary.json', JSON.stringify({ ...streamedOpenLoop, verdict: null })],
    ['of nothing', 'environment.json', 'null'],
    ['of a version alone', 'environment.json', '{"schema":"tare.environment/1"}'],
    ['empty', 'plan.yaml', ''],
    ['of another shape', 'plan.yaml', 'load: 3'],
    ['no YAML', 'plan.yaml', '{'],
  ])('has a file that is %s: %s', (_, name, text) => {
    writeRun('one', { files: { [name]: text } })
    expect(thrownError('folder', () => readComparedRun('one')).message).toContain(name)
  })
})

test('a run without its plan isn’t one that could be recovered', () => {
  rmSync('one', { recursive: true, force: true })
  writeRun('one', { files: { 'plan.yaml': null } })
  const error = thrownError('folder', () => readComparedRun('one'))
  expect(error.message).toMatch(/^one is not a whole run: can't read .*plan\.yaml$/)
  expect(error.hint).not.toContain('recover')
})

test('a summary of an older Tare lacks what was added since, and can be read', () => {
  const { throughput, latency_ms, goodput: _, queries: __, ...older } = streamedOpenLoop
  const { total_tokens_per_s: ___, ci95, ...rates } = throughput
  const { ttfat: ____, ...latencies } = latency_ms
  const { total_tokens_per_s: _____, ...intervals } = ci95
  const text = JSON.stringify({ ...older, throughput: { ...rates, ci95: intervals }, latency_ms: latencies })
  writeRun('one', { files: { 'summary.json': text } })
  const { summary } = readComparedRun('one')
  for (const name of ['total_tokens_per_s', 'ttfat.p50', 'goodput', 'query.p50']) {
    expect([name, comparedMetric(name)!.read(summary), comparedMetric(name)!.ci95(summary)]).toEqual([
      name,
      null,
      null,
    ])
  }
})

describe('a sweep', () => {
  const row = (index: number, changes: Readonly<Record<string, unknown>> = {}): string => {
    const run = {
      index,
      cell: `n=${index}`,
      'axis.n': index,
      status: 'measured',
      folder: `runs/${index}`,
      error: null,
    }
    return JSON.stringify({ ...run, 'server.batch_size': 4, 'server.workers': null, ...changes })
  }

  test('has its runs with their axes and the settings that were read back; what wasn’t measured is named', () => {
    for (const name of [0, 1, 2])
      writeRun(`sweep/runs/${name}`, name === 2 ? { files: { 'summary.json': null } } : {})
    writeFileSync('sweep/sweep.json', JSON.stringify({ schema: 'tare.sweep/1', runs: 7 }))
    const failed = { status: 'failed', folder: null, error: 'no route' }
    const rows = [
      row(0),
      row(1),
      row(2),
      row(3, failed),
      row(4, { ...failed, status: 'not_run', error: 'no time' }),
    ]
    writeFileSync('sweep/cells.ndjson', rows.join('\n'))
    const { runs, unreadable } = readRunGroup('sweep')
    expect(runs.map(({ axes }) => axes)).toEqual([{ n: 0 }, { n: 1 }])
    expect(runs[0]!.facts.serverSettings).toEqual({ batch_size: 4 })
    expect(unreadable).toEqual([
      expect.stringContaining('sweep/runs/2 is not a finished run'),
      'sweep: a run of cell n=3 failed, no route',
      "sweep: a run of cell n=4 wasn't run, no time",
      "sweep: 2 of 7 runs haven't been made (tare sweep --resume)",
    ])
  })
})

describe('a label', () => {
  beforeEach(() => {
    writeRun('runs/1', { summary: { label: 'before' } })
    writeRun('runs/2', { summary: { label: 'after' } })
    writeRun('runs/3', { summary: { label: 'before' } })
    writeRun('runs/4', { files: { 'summary.json': '{' } })
  })

  test('is the runs in ./runs that have it, said with or without label:', () => {
    expect(pathsOf(readRunGroup('label:before'))).toEqual(['runs/1', 'runs/3'])
    expect(pathsOf(readRunGroup('after'))).toEqual(['runs/2'])
  })

  test('a folder of its name comes before it', () => {
    writeRun('one')
    writeRun('runs/5', { summary: { label: 'one' } })
    expect(pathsOf(readRunGroup('one'))).toEqual(['one'])
    expect(pathsOf(readRunGroup('label:one'))).toEqual(['runs/5'])
  })

  test.each([
    ['befor', 'did you mean before?'],
    ['label:aftr', 'did you mean after?'],
    ['runs/11', 'there is no folder "runs/11"'],
    ['./rnus/1', 'there is no folder'],
    ['repeat', 'is no folder, and no run in ./runs'],
    ['branch:main', 'no run is "branch:main"'],
    ['', 'there is no folder ""'],
    ['a\u001b[31m', String.raw`\u001b`],
  ])('%j names nothing, which is told from other errors', (reference, said) => {
    const error = thrownError('folder', () => readRunGroup(reference, { history: 'no-history' }))
    expect(error.message).toContain(said)
    expect(error.hint).toBeDefined()
    expect(isMissingReference(error)).toBe(true)
  })

  test('is looked for in the history too, where a run counts once and a cell keeps its axes', () => {
    writeRun('sweep/runs/0', { summary: { run_id: 'of-sweep', label: 'before' } })
    writeFileSync('sweep/sweep.json', '{"schema":"tare.sweep/1","runs":1}')
    const row = { index: 0, cell: 'n=3', 'axis.n': 3, status: 'measured', folder: 'runs/0' }
    writeFileSync('sweep/cells.ndjson', JSON.stringify(row))
    addToHistory('store', ['runs/1', 'sweep'])
    const group = readRunGroup('before', { history: 'store' })
    expect(pathsOf(group).slice(0, 2)).toEqual(['runs/1', 'runs/3'])
    expect(group.runs.map(({ axes }) => axes)).toEqual([{}, {}, { n: 3 }])
    expect(pathsOf(readRunGroup('latest:1,label:before', { history: 'store' })).length).toBeGreaterThan(0)
    expect(thrownError('usage', () => readRunGroup('latest:x', { history: 'store' })).message).toContain(
      'latest',
    )
  })

  test('of a history whose index is damaged says so: runs may be missing', () => {
    addToHistory('torn', ['runs/1'])
    writeFileSync(join('torn/index', `20261101T000000000Z-${'a'.repeat(24)}.parquet`), 'PAR1 no')
    const { runs, unreadable } = readRunGroup('latest:1', { history: 'torn' })
    expect([runs.length, unreadable]).toEqual([
      1,
      [
        expect.stringMatching(
          /^what the index of torn has lost: index\/.* is left out: .*tare history rebuild/,
        ),
      ],
    ])
    const nothing = thrownError('folder', () => readRunGroup('latest:1,branch:none', { history: 'torn' }))
    expect([nothing.message, isMissingReference(nothing)]).toEqual([
      expect.stringContaining('has lost'),
      false,
    ])
  })

  test('a path that is too long to be one is an error', () => {
    expect(thrownError('folder', () => readRunGroup('x'.repeat(5000))).message).toMatch(/ENAMETOOLONG/)
  })
})

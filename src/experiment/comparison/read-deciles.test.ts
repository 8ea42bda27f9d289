import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compareGroups } from '../../analysis/comparison/compare-groups.ts'
import type { ComparedRun, RunGroup } from '../../analysis/comparison/compared-run.ts'
import type { Comparison } from '../../analysis/comparison/comparison.ts'
import { comparisonDefaults } from '../../analysis/comparison/comparison-options.ts'
import { runOf } from '../../analysis/comparison/fixtures/compared-runs.ts'
import { streamedRecord } from '../../metrics/fixtures/streamed-record.ts'
import { summaryContext } from '../../metrics/fixtures/summary-context.ts'
import { SummaryBuilder } from '../../metrics/summary-builder.ts'
import { temporaryFolder } from '../../record/fixtures/temporary-folder.ts'
import { readRecords } from '../../record/records-reader.ts'
import { RecordsWriter } from '../../record/records-writer.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { runFolder } from '../../run/run-folder.ts'
import { drawExponential } from '../../statistics/draw-exponential.ts'
import { createRandom } from '../../statistics/random.ts'
import { readDeciles, withDeciles } from './read-deciles.ts'

const pathIn = temporaryFolder()
let seed = 0

/** A run of exponential times to the first token, 100 ms on average, times `factor`. */
function recordsOf(factor: number, requests = 500): readonly RequestRecord[] {
  const random = createRandom(++seed)
  return Array.from({ length: requests }, (_, index) => {
    const first = 100 * index + factor * drawExponential(random, 100)
    return streamedRecord(100 * index, [first, first + drawExponential(random, 10)], { index })
  })
}

function writtenRun(records: readonly RequestRecord[], axes: ComparedRun['axes'] = {}): ComparedRun {
  const path = pathIn()
  mkdirSync(path)
  const writer = new RecordsWriter(runFolder(path).records, { runId: 'run', epochUnixNs: 0n })
  for (const record of records) writer.append(record)
  writer.finish()
  return runOf({ path, axes })
}

function group(name: string, ...runs: readonly ComparedRun[]): RunGroup {
  return { name, runs, unreadable: [] }
}

function compared(a: RunGroup, b: RunGroup): Comparison {
  return compareGroups(a, b, { ...comparisonDefaults, force: false })
}

const decilesOf = (a: RunGroup, b: RunGroup): Promise<Comparison> => withDeciles(compared(a, b), a, b, 'ttft')

test.each(['ttft', 'itl'] as const)('%s of a run is what its summary says', async (latency) => {
  const run = writtenRun(recordsOf(1))
  const { records } = runFolder(run.path)
  const builder = new SummaryBuilder({ kind: 'requests' })
  for await (const record of readRecords(records)) builder.add(record)
  for await (const record of readRecords(records)) builder.addAgain(record)
  for await (const record of readRecords(records)) builder.addThird(record)
  const { p50, p90, resolution } = builder.build(summaryContext).latency_ms[latency]
  const found = await readDeciles(run, latency, true)
  expect([found[4], found[8]]).toEqual([
    { p: 0.5, value: p50, ci95: resolution.p50.ci95 },
    { p: 0.9, value: p90, ci95: resolution.p90.ci95 },
  ])
  expect(p50).toBeGreaterThan(0)
})

test('what a run is too short for is null', async () => {
  const found = await readDeciles(writtenRun(recordsOf(1, 100)), 'ttft', true)
  expect([found[4]!.value === null, found.at(-1)]).toEqual([false, { p: 0.99, value: null, ci95: null }])
  // Too few even if they were independent.
  expect((await readDeciles(writtenRun(recordsOf(1, 100)), 'ttft', false)).at(-1)!.value).toBeNull()
})

test('what depends too much on what came before is null of a run that is alone, and known of one of several', async () => {
  const rising = Array.from({ length: 100 }, (_, index) => {
    const first = 100 * index + 100 + index
    return streamedRecord(100 * index, [first, first + 10], { index })
  })
  const run = writtenRun(rising)
  const [alone] = (await readDeciles(run, 'ttft', true)).slice(4)
  const [beside] = (await readDeciles(run, 'ttft', false)).slice(4)
  expect([alone, beside]).toEqual([
    { p: 0.5, value: null, ci95: null },
    { p: 0.5, value: expect.closeTo(149.5, 3), ci95: null },
  ])
})

describe('withDeciles', () => {
  test('shows what was done to the whole distribution', async () => {
    const [a, b] = [1, 2].map((factor) =>
      group(`x${factor}`, ...Array.from({ length: 3 }, () => writtenRun(recordsOf(factor, 2000)))),
    ) as [RunGroup, RunGroup]
    const { deciles } = (await decilesOf(a, b)).cells[0]!
    expect(deciles).toMatchObject({ latency: 'ttft', runs: [3, 3], variation: 'own', notes: [] })
    expect(deciles!.points[4]!.change).toBeCloseTo(1, 0)
    expect(deciles!.points[4]!.band![0]).toBeGreaterThan(0)
  })

  test('cells have theirs; one where something stands in the way has none', async () => {
    const side = (factor: number) =>
      group(`x${factor}`, ...[1, 2].map((c) => writtenRun(recordsOf(factor, 200), { c })))
    const [a, b] = [side(1), side(1)]
    const comparison = compared(a, b)
    const cells = comparison.cells.map((cell, at) => (at === 0 ? { ...cell, metrics: [] } : cell))
    const found = await withDeciles({ ...comparison, cells }, a, b, 'ttft')
    expect(found.cells.map(({ cell, deciles }) => [cell, deciles?.variation])).toEqual([
      ['c=1', undefined],
      ['c=2', 'within_runs'],
    ])
  })

  test.each([
    ['missing', () => runOf({ path: pathIn() })],
    ['cut short', () => broken((path) => truncateSync(path, 400))],
    ['not one', () => broken((path) => writeFileSync(path, 'x'.repeat(1000)))],
    ['damaged within', () => broken(flipped)],
  ])(
    'records that are %s: the run is named and left out, or an error where there is no other',
    async (_, make) => {
      const bad = make()
      const [good, other] = [writtenRun(recordsOf(1)), group('B', writtenRun(recordsOf(1)))]
      const { deciles } = (await decilesOf(group('A', good, bad), other)).cells[0]!
      expect(deciles).toMatchObject({ runs: [1, 1], notes: [expect.stringContaining(bad.path)] })
      expect(deciles!.notes[0]).toMatch(/^a run of A is left out: .*records\.parquet/)
      const alone = decilesOf(other, group('A', bad))
      await expect(alone).rejects.toMatchObject({
        code: 'folder',
        message: expect.stringContaining(bad.path),
        hint: expect.stringContaining('Without --deciles'),
      })
    },
  )
})

function broken(damage: (path: string) => void): ComparedRun {
  const run = writtenRun(recordsOf(1, 100))
  damage(runFolder(run.path).records)
  return run
}

function flipped(path: string): void {
  const bytes = readFileSync(path)
  bytes[200]! ^= 0xff
  writeFileSync(path, bytes)
}

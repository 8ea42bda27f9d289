import { describe, expect, it } from 'vitest'
import { historyRow } from '../../analysis/history/fixtures/history-rows.ts'
import { addedEntry } from './fixtures/added-entry.ts'
import { scratch } from './fixtures/scratch.ts'
import { historyFolder } from './history-folder.ts'
import { readIndex } from './read-index.ts'
import { writeSegment } from './write-segment.ts'

const ids = (rows: readonly { readonly run_id: string }[]): readonly string[] =>
  rows.map(({ run_id }) => run_id).sort()

describe('readIndex', () => {
  it('has what two added at once, each run once', () => {
    const folder = historyFolder(scratch())
    const now = new Date(1.8e12)
    writeSegment(folder, [addedEntry(1), { ...addedEntry(2), tag: 'a' }], [], now)
    writeSegment(
      folder,
      [addedEntry(3), { ...addedEntry(2, { label: 'later', added_at: '2027-01-01T00:00:00Z' }), tag: 'b' }],
      [],
      now,
    )
    const { rows } = readIndex(folder)
    expect(ids(rows)).toEqual(ids([historyRow(1), historyRow(2), historyRow(3)]))
    expect(rows.find(({ run_id }) => run_id === historyRow(2).run_id)?.label).toBeNull()
  })

  it('leaves out a segment that leads out of the store, or is of another schema', () => {
    const folder = historyFolder(scratch())
    const astray = addedEntry(1, { folder: '../../etc' })
    writeSegment(folder, [astray], [], new Date(1.8e12))
    writeSegment(folder, [addedEntry(2, { run_id: '../x', folder: 'runs/../x' })], [], new Date(1.8e12))
    const { rows, damaged } = readIndex(folder)
    expect(rows).toEqual([])
    expect(damaged.map(({ reason }) => reason).sort()).toEqual([
      `its folder can't be "../../etc"`,
      `its run_id can't be "../x"`,
    ])
  })

  it('has the metrics that are wanted, and no others', () => {
    const folder = historyFolder(scratch())
    writeSegment(folder, [addedEntry(1)], [], new Date(1.8e12))
    const metricsOf = (wanted?: readonly string[]) => readIndex(folder, wanted).rows[0]!.metrics
    expect(metricsOf(['ttft.p50', 'ttft.p99', 'e2e.p50'])).toEqual({ 'ttft.p50': 40, 'ttft.p99': null })
    expect(metricsOf([])).toEqual({})
    expect(metricsOf()).toEqual(historyRow(1).metrics)
  })

  it('is empty where there is none', () => expect(readIndex(historyFolder(scratch())).rows).toEqual([]))
})

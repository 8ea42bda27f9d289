import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { historyRow } from '../../analysis/history/fixtures/history-rows.ts'
import { compactIndex } from './compact-index.ts'
import { addedEntry } from './fixtures/added-entry.ts'
import { scratch } from './fixtures/scratch.ts'
import { type HistoryFolder, historyFolder } from './history-folder.ts'
import { readIndex } from './read-index.ts'
import { readSegment } from './read-segment.ts'
import { writeSegment } from './write-segment.ts'

const ids = (rows: readonly { readonly run_id: string }[]): readonly string[] =>
  rows.map(({ run_id }) => run_id).sort()

const segments = ({ index }: HistoryFolder): readonly string[] => readdirSync(index)

describe('compactIndex', () => {
  it('merges many small segments into one', () => {
    const folder = historyFolder(scratch())
    const now = new Date(1.8e12)
    for (let n = 0; n < 15; n++) writeSegment(folder, [addedEntry(n)], [], now)
    writeSegment(
      folder,
      Array.from({ length: 1200 }, (_, n) => addedEntry(100 + n)),
      [],
      now,
    )
    compactIndex(folder, readIndex(folder), now)
    expect(segments(folder)).toHaveLength(16)
    writeSegment(folder, [{ kind: 'removed', tag: 'tag-7', runId: historyRow(7).run_id }], [], now)
    const before = readIndex(folder)
    compactIndex(folder, before, now)
    expect(segments(folder)).toHaveLength(2)
    const after = readIndex(folder)
    expect(ids(after.rows)).toEqual(ids(before.rows))
    expect(after.rows).toHaveLength(1214)
    expect(after.removed).toEqual(before.removed)
  })

  it('leaves each run there once, whenever a merge is killed and whoever merges too', () => {
    const folder = historyFolder(scratch())
    const now = new Date(1.8e12)
    for (let n = 0; n < 40; n++) writeSegment(folder, [addedEntry(n)], [], now)
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
    expect(segments(folder)).toHaveLength(2)
    expect(ids(readIndex(folder).rows)).toEqual(ids(index.rows))
  })
})

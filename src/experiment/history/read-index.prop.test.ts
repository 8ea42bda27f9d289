import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { historyRow } from '../../analysis/history/fixtures/history-rows.ts'
import { compactIndex, removeSegments } from './compact-index.ts'
import { type HistoryFolder, historyFolder } from './history-folder.ts'
import { type HistoryIndex, readIndex } from './read-index.ts'
import { writeSegment } from './write-segment.ts'

type Step =
  | { readonly kind: 'add' | 'remove'; readonly run: number }
  /** Another begins to merge what there is now. */
  | { readonly kind: 'look' }
  /** A merge; late, of what was seen by the look; killed before it has removed anything. */
  | { readonly kind: 'merge' | 'merge late' | 'merge killed' }
  /** A writer that is killed leaves a part of a segment. */
  | { readonly kind: 'half a segment' }

const run = fc.integer({ min: 0, max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: run.map((of): Step => ({ kind: 'add', run: of })) },
  { weight: 2, arbitrary: run.map((of): Step => ({ kind: 'remove', run: of })) },
  {
    weight: 7,
    arbitrary: fc
      .constantFrom('look', 'merge', 'merge late', 'merge killed', 'half a segment')
      .map((kind): Step => ({ kind })),
  },
)

it('an index has what was added and not removed since, whoever merges, late or killed', () => {
  const home = mkdtempSync(join(tmpdir(), 'tare-index-'))
  let tries = 0
  try {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), (steps) => {
        const folder = historyFolder(join(home, String(tries++)))
        const now = new Date(1.8e12)
        const there = new Set<string>()
        let seen: HistoryIndex = readIndex(folder)
        let tags = 0
        for (const each of steps) {
          if (each.kind === 'add') {
            const row = historyRow(each.run)
            writeSegment(folder, [{ kind: 'added', tag: `t${tags++}`, row }], [], now)
            there.add(row.run_id)
          } else if (each.kind === 'remove') {
            const { run_id: runId } = historyRow(each.run)
            const tagged = readIndex(folder).added.filter(({ row }) => row.run_id === runId)
            writeSegment(
              folder,
              tagged.map(({ tag }) => ({ kind: 'removed', tag, runId })),
              [],
              now,
            )
            there.delete(runId)
          } else if (each.kind === 'look') seen = readIndex(folder)
          else if (each.kind === 'merge') compactIndex(folder, readIndex(folder), now, 2)
          else if (each.kind === 'merge late') mergeSeen(folder, seen, now)
          else if (each.kind === 'merge killed') writeMerged(folder, readIndex(folder), now)
          else {
            const name = `20260101T000000000Z-${String(tags++).padStart(24, '0')}.parquet`
            if (readdirSync(home).length > 0) writeHalf(folder.index, name)
          }
          const ids = readIndex(folder).rows.map(({ run_id }) => run_id)
          expect(ids.sort()).toEqual([...there].sort())
        }
      }),
      { numRuns: 25 },
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})

/** A merge that took its time between reading and writing. */
function mergeSeen(folder: HistoryFolder, seen: HistoryIndex, now: Date): void {
  writeMerged(folder, seen, now)
  removeSegments(
    folder,
    seen.segments.map(({ name }) => name),
  )
}

function writeMerged(folder: HistoryFolder, { added, removed, segments }: HistoryIndex, now: Date): void {
  writeSegment(
    folder,
    [...added, ...removed],
    segments.map(({ name }) => name),
    now,
  )
}

function writeHalf(index: string, name: string): void {
  try {
    writeFileSync(join(index, name), 'PAR1')
  } catch {
    // Nothing has been written there yet.
  }
}

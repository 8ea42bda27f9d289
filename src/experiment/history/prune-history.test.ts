import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { historyRow } from '../../analysis/history/fixtures/history-rows.ts'
import { parseSelector } from '../../analysis/history/select-rows.ts'
import { addToHistory } from './add-to-history.ts'
import { scratch } from './fixtures/scratch.ts'
import { writeRun } from './fixtures/write-run.ts'
import { historyFolder } from './history-folder.ts'
import { pruneHistory, whatToPrune } from './prune-history.ts'
import { readHistory } from './read-history.ts'
import { readIndex } from './read-index.ts'
import { rebuildHistory } from './rebuild-history.ts'
import { writeSegment } from './write-segment.ts'

const ids = (rows: readonly { readonly run_id: string }[]): readonly string[] =>
  rows.map(({ run_id }) => run_id).sort()

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

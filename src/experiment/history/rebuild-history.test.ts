import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addToHistory } from './add-to-history.ts'
import { scratch } from './fixtures/scratch.ts'
import { writeRun } from './fixtures/write-run.ts'
import { readHistory } from './read-history.ts'
import { rebuildHistory } from './rebuild-history.ts'

const ids = (rows: readonly { readonly run_id: string }[]): readonly string[] =>
  rows.map(({ run_id }) => run_id).sort()

const segments = (store: string): readonly string[] => readdirSync(join(store, 'index')).sort()

describe('rebuildHistory', () => {
  it.each([
    ['cut short', (path: string) => truncateSync(path, 700)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['longer than it was', (path: string) => appendFileSync(path, 'x')],
    ['altered', (path: string) => writeFileSync(path, readFileSync(path).fill(0, 40, 48))],
  ])('makes an index again of which a segment is %s, which is left out and named until then', (_, damage) => {
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
})

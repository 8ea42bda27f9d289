import { describe, expect, test } from 'vitest'
import { type BlockRow, type BlockRun, isMeasured } from '../../analysis/ab/block-row.ts'
import type { AbRunPlace } from './ab-progress.ts'
import { type BlockSeriesOptions, blockSeries, type SeriesEnd } from './block-series.ts'

const good: BlockRun = { status: 'measured', folder: 'runs/x', error: null }
const invalid: BlockRun = { status: 'invalid', folder: 'runs/x', error: 'overload: it grew' }
const failed: BlockRun = { status: 'failed', folder: null, error: 'no route' }

interface Series {
  readonly end: SeriesEnd
  readonly rows: readonly BlockRow[]
  readonly runs: readonly string[]
}

/** A series on a clock that each run moves on by 10 s. */
async function series(
  blocks: number,
  run: (place: AbRunPlace) => BlockRun | null = () => good,
  options: Partial<BlockSeriesOptions> = {},
): Promise<Series> {
  let nowSeconds = 1000
  const rows: BlockRow[] = [...(options.rows ?? [])]
  const runs: string[] = []
  const end = await blockSeries({
    rows: [],
    measureRun: async (place) => {
      nowSeconds += 10
      runs.push(`${place.side}${place.block}.${place.attempt}`)
      return run(place)
    },
    wanted: (so) => (so.filter(isMeasured).length < blocks ? blocks : null),
    attempted: (row) => rows.push(row),
    seedOf: (block) => 100 + block,
    budgetSeconds: Number.POSITIVE_INFINITY,
    blockSeconds: 20,
    stop: new AbortController().signal,
    nowSeconds: () => nowSeconds,
    ...options,
  })
  return { end, rows, runs }
}

test('measures A and B in turn, each block with a seed of its own', async () => {
  const { end, rows, runs } = await series(4)
  expect(end).toBe('enough')
  expect(runs).toEqual(['a0.1', 'b0.1', 'b1.1', 'a1.1', 'a2.1', 'b2.1', 'b3.1', 'a3.1'])
  expect(rows.map(({ block, order, seed, spent_s }) => [block, order, seed, spent_s])).toEqual([
    [0, 'AB', 100, 20],
    [1, 'BA', 101, 20],
    [2, 'AB', 102, 20],
    [3, 'BA', 103, 20],
  ])
})

describe('a run that fails or is INVALID', () => {
  test('has its block measured once more, in the same order with the same seed, and the other run isn’t made', async () => {
    const { end, rows, runs } = await series(2, ({ block, side, attempt }) =>
      block === 1 && side === 'b' && attempt === 1 ? invalid : good,
    )
    expect(end).toBe('enough')
    expect(runs).toEqual(['a0.1', 'b0.1', 'b1.1', 'b1.2', 'a1.2'])
    expect(rows[1]).toMatchObject({ block: 1, order: 'BA', seed: 101, attempt: 1, a: null, b: invalid })
    expect(rows[2]).toMatchObject({ block: 1, order: 'BA', seed: 101, attempt: 2, a: good, b: good })
  })

  test('twice loses the block, whose place in AB, BA, … the next has', async () => {
    const { end, rows } = await series(3, ({ block }) => (block === 1 ? failed : good))
    expect(end).toBe('enough')
    expect(rows.map(({ block, order, attempt }) => `${block} ${order} ${attempt}`)).toEqual([
      '0 AB 1',
      '1 BA 1',
      '1 BA 2',
      '2 BA 1',
      '3 AB 1',
    ])
  })

  test('again and again ends the series, which can be gone on with', async () => {
    const lost = await series(6, ({ block }) => (block === 0 ? good : invalid))
    expect(lost.end).toBe('lost_blocks')
    expect(lost.rows).toHaveLength(1 + 3 * 2)
    const resumed = await series(6, () => good, { rows: lost.rows })
    expect(resumed.end).toBe('enough')
    expect(resumed.runs.slice(0, 2)).toEqual(['b4.1', 'a4.1'])
  })
})

describe('the budget', () => {
  test('has no block begun that would go beyond it: by the plans at first, then by the longest', async () => {
    expect((await series(6, () => good, { budgetSeconds: 19 })).runs).toEqual([])
    const { end, rows } = await series(6, () => good, { budgetSeconds: 59, blockSeconds: 1 })
    expect([end, rows.length]).toEqual(['out_of_budget', 2])
  })

  test('counts what an earlier attempt has spent', async () => {
    const { rows } = await series(6, () => good, { budgetSeconds: 45 })
    expect(rows).toHaveLength(2)
    const again = await series(6, () => good, { budgetSeconds: 45, rows })
    expect([again.end, again.runs]).toEqual(['out_of_budget', []])
  })
})

test('an interrupted block leaves no row, and is measured whole by the next attempt', async () => {
  const { end, rows } = await series(3, ({ block, side }) => (block === 1 && side === 'a' ? null : good))
  expect([end, rows.length]).toEqual(['interrupted', 1])
  const stopped = new AbortController()
  stopped.abort()
  expect((await series(3, () => good, { rows, stop: stopped.signal })).runs).toEqual([])
  expect((await series(3, () => good, { rows })).runs).toEqual(['b1.1', 'a1.1', 'a2.1', 'b2.1'])
})

import { type BlockOrder, blockOrder } from '../../analysis/ab/block-order.ts'
import {
  type BlockRow,
  type BlockRun,
  isMeasured,
  lostBlocks,
  mostAttempts,
} from '../../analysis/ab/block-row.ts'
import type { AbRunPlace, AbSideName } from './ab-progress.ts'

export interface BlockSeriesOptions {
  /** Of an earlier attempt at the series: it goes on behind them. */
  readonly rows: readonly BlockRow[]
  /** Makes one run; null when it was interrupted. */
  readonly measureRun: (place: AbRunPlace) => Promise<BlockRun | null>
  /** How many blocks are to be measured, after those so far, until there is something to decide; null when there are enough. */
  readonly wanted: (rows: readonly BlockRow[]) => number | null
  /** Told of each attempt when it is over. */
  readonly attempted: (row: BlockRow) => void
  readonly seedOf: (block: number) => number
  /** Infinity without a budget. */
  readonly budgetSeconds: number
  /** What a block is thought to take before one was measured. */
  readonly blockSeconds: number
  readonly stop: AbortSignal
  /** Seconds on a steady clock. */
  readonly nowSeconds: () => number
}

/** Why a series of blocks ended: `enough` were measured, or it can't or mustn't go on. */
export type SeriesEnd = 'enough' | 'out_of_budget' | 'lost_blocks' | 'interrupted'

/** With so many lost blocks what is wrong isn't chance. */
const mostLost = 3

/**
 * Measures blocks of two runs, one after the other, until there are enough. An attempt with a run that failed or mustn't be believed is
 * made again, once, with the same seeds; then the block is lost, and another takes its place.
 */
export async function blockSeries(options: BlockSeriesOptions): Promise<SeriesEnd> {
  const { stop, nowSeconds } = options
  const rows = [...options.rows]
  const spentBefore = rows.reduce((sum, { spent_s }) => sum + spent_s, 0)
  const begunSeconds = nowSeconds()
  for (;;) {
    const ofBlocks = options.wanted(rows)
    if (ofBlocks === null) return 'enough'
    // What an earlier attempt at the series lost has been seen to.
    if (lostBlocks(rows.slice(options.rows.length)).length >= mostLost) return 'lost_blocks'
    if (stop.aborted) return 'interrupted'
    const spent = spentBefore + nowSeconds() - begunSeconds
    if (spent + longestBlock(rows, options.blockSeconds) > options.budgetSeconds) return 'out_of_budget'
    const row = await attempt(options, nextAttempt(rows), ofBlocks)
    if (row === null) return 'interrupted'
    rows.push(row)
    options.attempted(row)
  }
}

interface Attempt {
  readonly block: number
  readonly order: BlockOrder
  readonly attempt: number
}

/** The same block again, or the next one; a lost block leaves its place in AB, BA, … to the next. */
function nextAttempt(rows: readonly BlockRow[]): Attempt {
  const last = rows.at(-1)
  if (last === undefined) return { block: 0, order: blockOrder(0), attempt: 1 }
  const { block, order, attempt } = last
  if (!isMeasured(last) && attempt < mostAttempts) return { block, order, attempt: attempt + 1 }
  return { block: block + 1, order: blockOrder(rows.filter(isMeasured).length), attempt: 1 }
}

/** Null when it was interrupted: half a block is no block, as its other half would be measured at another time. */
async function attempt(
  { measureRun, seedOf, nowSeconds }: BlockSeriesOptions,
  place: Attempt,
  ofBlocks: number,
): Promise<BlockRow | null> {
  const begunSeconds = nowSeconds()
  const sides: readonly AbSideName[] = place.order === 'AB' ? ['a', 'b'] : ['b', 'a']
  const runs: { a: BlockRun | null; b: BlockRun | null } = { a: null, b: null }
  for (const side of sides) {
    const run = await measureRun({ ...place, side, ofBlocks })
    if (run === null) return null
    runs[side] = run
    if (run.status !== 'measured') break
  }
  return { ...place, seed: seedOf(place.block), ...runs, spent_s: nowSeconds() - begunSeconds }
}

/** Seconds; before any was measured, as the plans say. */
function longestBlock(rows: readonly BlockRow[], expected: number): number {
  const whole = rows.filter(isMeasured).map(({ spent_s }) => spent_s)
  return whole.length === 0 ? expected : Math.max(...whole)
}

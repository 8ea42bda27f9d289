import type { BlockOrder } from './block-order.ts'

/** What became of one run of a block. */
export interface BlockRun {
  /** `invalid`: it ended, and mustn't be believed. */
  readonly status: 'measured' | 'invalid' | 'failed'
  /** Its run folder, below the experiment's; null when there is none. */
  readonly folder: string | null
  /** Of what failed: why; of what is INVALID: the checks that say so. */
  readonly error: string | null
}

/** A line of blocks.ndjson: an attempt at a block, whose runs A and B share their seeds. */
export interface BlockRow {
  /** From 0. */
  readonly block: number
  readonly order: BlockOrder
  /** Of its load, which tells the block's seeds from others'. */
  readonly seed: number
  /** 1, or 2 when the first failed: then it is lost. */
  readonly attempt: number
  /** Null: not made, since the other one failed. */
  readonly a: BlockRun | null
  readonly b: BlockRun | null
  readonly spent_s: number
}

/** Attempts at a block; when all fail it is lost. */
export const mostAttempts = 2

export function isMeasured({ a, b }: BlockRow): boolean {
  return a?.status === 'measured' && b?.status === 'measured'
}

/** Blocks of which every attempt failed. */
export function lostBlocks(rows: readonly BlockRow[]): readonly BlockRow[] {
  return rows.filter((row) => row.attempt >= mostAttempts && !isMeasured(row))
}

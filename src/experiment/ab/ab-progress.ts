import type { AbLook } from '../../analysis/ab/assess-blocks.ts'
import type { BlockOrder } from '../../analysis/ab/block-order.ts'
import type { BlockRow, BlockRun } from '../../analysis/ab/block-row.ts'
import type { FirstBlock } from '../../analysis/ab/first-block.ts'
import type { Summary } from '../../metrics/summary.ts'
import type { Progress } from '../../run/progress/progress.ts'

export type AbSideName = 'a' | 'b'

/** A run that is about to be made. */
export interface AbRunPlace {
  readonly side: AbSideName
  /** From 0. */
  readonly block: number
  readonly order: BlockOrder
  readonly attempt: number
  /** Blocks that the next look needs. */
  readonly ofBlocks: number
}

/** Told how an A/B experiment comes along; what it throws ends it. */
export interface AbProgress {
  /** Somewhere to see the next run while it lasts; nowhere by default. */
  openRun?(): Progress
  runBegins?(place: AbRunPlace): void
  /** The summary is null of a run that failed. */
  runEnded?(run: BlockRun, summary: Summary | null): void
  /** What came of it is in the experiment's folder by now. */
  blockEnded?(row: BlockRow): void
  /** A look was held; `goesOn` says at how many blocks the next is, and is null when there is none. */
  lookHeld?(look: AbLook, firstBlock: FirstBlock, goesOn: number | null): void
}

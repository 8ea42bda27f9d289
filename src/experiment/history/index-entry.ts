import { randomBytes } from 'node:crypto'
import type { HistoryRow } from '../../analysis/history/history-row.ts'

/**
 * What a segment of the index says. A run that is added gets a tag of its own, and is there until an entry takes the tag back: so
 * segments can be read in any order, and more than once, and clocks needn't agree (an observed-remove set, Shapiro et al. 2011).
 */
export type IndexEntry = AddedEntry | RemovedEntry

export interface AddedEntry {
  readonly kind: 'added'
  readonly tag: string
  readonly row: HistoryRow
}

export interface RemovedEntry {
  readonly kind: 'removed'
  readonly tag: string
  readonly runId: string
}

/** Names an addition as no other is. */
export function newTag(): string {
  return randomBytes(9).toString('base64url')
}

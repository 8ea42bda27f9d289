/** Which of a block's two runs comes first. */
export type BlockOrder = 'AB' | 'BA'

/**
 * AB, BA, AB, …: what drifts steadily from run to run favours A in one block by as much as it favours B in the next (ABBA).
 * `block` counts those that were measured, from 0.
 */
export function blockOrder(block: number): BlockOrder {
  return block % 2 === 0 ? 'AB' : 'BA'
}

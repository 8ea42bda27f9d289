import { sequentialLooks } from '../../statistics/sequential-looks.ts'
import type { AbOptions } from './ab-options.ts'
import type { AbAssessment } from './assess-blocks.ts'

const alpha = 0.05
const allBlocks = sequentialLooks.at(-1)!.blocks

/**
 * Two-sided level at which the blocks of an experiment may be tested once more, when it is over, for another question than its own: so
 * that with whatever ended it, 5 % of such tests at most find what isn't there. Figures that end an experiment at a look are by that the more
 * extreme ones, and the test has the level of the look, which holds for whatever rule stops at looks. An experiment that ends because there is no
 * further look, no budget, or nobody to wait, would have ended so with any figures: it has all that the looks before, at which others would
 * have ended, have not spent (Bonferroni), or what its last look has where that is more.
 */
export function levelAfter(
  { state, looks }: Pick<AbAssessment, 'state' | 'looks'>,
  { mostBlocks }: Pick<AbOptions, 'mostBlocks'>,
): number {
  const last = looks.at(-1)
  const isLast = last?.blocks === mostBlocks
  if (state === 'decided' && last !== undefined && !isLast) return last.alpha
  // Alpha is spent in proportion to the blocks.
  const spentAt = looks.filter(({ blocks }) => blocks < mostBlocks).at(-1)?.blocks ?? 0
  const left = alpha * (1 - spentAt / allBlocks)
  return isLast ? Math.max(left, last.alpha) : left
}

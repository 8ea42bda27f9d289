import { axisWord } from '../analysis/cells/axis-word.ts'
import type { CellScaling } from '../analysis/cells/scaling-of-cells.ts'
import { printable } from './printable.ts'

/** `server.min_workers, with batch_size 4, concurrency 16`: safe to print. */
export function scalingTitle({ axis, held }: Pick<CellScaling, 'axis' | 'held'>): string {
  const where = Object.entries(held).map(([name, value]) => `${axisWord(name)} ${value}`)
  return printable(where.length === 0 ? axis : `${axis}, with ${where.join(', ')}`)
}

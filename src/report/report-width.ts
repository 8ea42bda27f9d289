import type { Style } from './style.ts'

/** Columns for what a line is about. */
export const labelWidth = 16

/** Columns that the report takes where it has them. */
const fullWidth = 78

/** Narrower than this nothing is read with pleasure, and lines are left to the terminal to wrap. */
const leastWidth = 40

/** Columns that the report keeps to, but for paths and commands. */
export function reportWidth(style: Style): number {
  return Math.max(leastWidth, Math.min(fullWidth, style.columns))
}

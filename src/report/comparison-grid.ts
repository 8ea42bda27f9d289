import { isInvalid } from '../analysis/comparison/invalid-mark.ts'
import type { ComparisonRow } from './comparison-rows.ts'
import { verdictInShort, verdictInWords } from './comparison-words.ts'
import { displayWidth, truncate } from './printable.ts'
import type { Style } from './style.ts'

/** What stands at the end of a row: its verdict as it fits, or what the row brings itself. */
export type RowEnd = (row: ComparisonRow, short: boolean) => string

export interface GridOptions {
  /** What heads the labels. */
  readonly titles: readonly string[]
  readonly style: Style
  readonly end: RowEnd
  /** Whether labels are figures, which stand right. */
  readonly numeric: boolean
}

const gap = 2
const widestLabel = 30
/** Where there are more columns than so, they stay empty. */
const widest = 110

/** Rows in columns: labels, A, B, change, and the verdict in words where every row has the room for it, else in short. */
export function comparisonGrid(
  rows: readonly ComparisonRow[],
  { titles, style, end, numeric }: GridOptions,
): readonly string[] {
  const texts = rows.map(({ labels, a, b, change }) =>
    [...labels.map((label) => truncate(label, widestLabel)), a, b, change].map(style.encode),
  )
  const head = [...titles, 'A', 'B', 'change']
  const widths = head.map((title, at) =>
    Math.max(displayWidth(title), ...texts.map((row) => displayWidth(row[at]!))),
  )
  const taken = 2 + widths.reduce((sum, width) => sum + width + gap, 0)
  const long = rows.map((row) => style.encode(end(row, false)))
  const short = long.some((text) => taken + displayWidth(text) > Math.min(widest, style.columns))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => pad(cell, widths[at]!, at >= titles.length || numeric)).join(' '.repeat(gap))
  return [
    `  ${style.faint(line(head))}`,
    ...rows.map((row, at) => {
      const last = short ? style.encode(end(row, true)) : long[at]!
      return `${margin(row, style)}${line(texts[at]!)}${last === '' ? '' : ' '.repeat(gap)}${paintFor(row, style)(last)}`
    }),
  ]
}

/** The verdict of a row as it fits. */
export const verdictEnd: RowEnd = ({ comparison }, short) => {
  if (comparison === null) return ''
  return short ? verdictInShort(comparison) : verdictInWords(comparison)
}

/** A failed check touches it: as in a run's own summary. */
function margin({ comparison }: ComparisonRow, style: Style): string {
  return comparison !== null && isInvalid(comparison) ? `${style.bad('!')} ` : '  '
}

function paintFor({ comparison }: ComparisonRow, style: Style): (text: string) => string {
  switch (comparison?.verdict) {
    case 'better':
      return style.good
    case 'worse':
      return style.bad
    case 'cant_tell':
      return style.warn
    default:
      return style.faint
  }
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return right ? space + text : text + space
}

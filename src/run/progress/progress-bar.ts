import type { Style } from '../../report/style.ts'

/**
 * A bar of so many columns: the done part heavy, the rest light, a mark where the warm-up ends.
 * `share` and `warmupShare` are 0 to 1.
 */
export function progressBar(share: number, warmupShare: number, columns: number, style: Style): string {
  if (columns < 1) return ''
  const done = Math.min(columns, Math.floor(share * columns))
  const mark =
    warmupShare > 0 && warmupShare < 1 ? Math.min(columns - 1, Math.round(warmupShare * columns)) : -1
  const parts = Array.from({ length: columns }, (_, column) =>
    column === mark ? '┿' : column < done ? '━' : '─',
  )
  const before = parts.slice(0, Math.min(done, mark + 1)).join('')
  const after = parts.slice(Math.min(done, mark + 1), done).join('')
  return style.warn(before) + style.good(after) + style.faint(parts.slice(done).join(''))
}

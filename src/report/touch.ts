import type { Verdict } from '../metrics/summary.ts'
import type { Style } from './style.ts'

/** The worst that a check says of a number. */
export type Touch = 'invalid' | 'suspect' | null

/** The worst that the verdict's checks say of any of these numbers, by their names in the summary. */
export function touchOf({ checks }: Verdict, names: readonly string[]): Touch {
  // A query is as slow as the slowest of its requests.
  const touched = ['*', ...names, ...(names.includes('query') ? ['e2e'] : [])]
  const touching = checks.filter(({ affects }) => {
    return touched.some((name) => affects.includes(name))
  })
  if (touching.some(({ status }) => status === 'invalid')) return 'invalid'
  return touching.some(({ status }) => status === 'suspect') ? 'suspect' : null
}

/** Two columns before a line: `! ` where a failed check touches its numbers, `? ` where a doubtful one does. */
export function renderMark(touch: Touch, style: Style): string {
  if (touch === null) return '  '
  return touch === 'invalid' ? `${style.bad('!')} ` : `${style.warn('?')} `
}

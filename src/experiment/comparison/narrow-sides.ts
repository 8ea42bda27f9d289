import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import type { ComparabilityNote } from '../../analysis/comparison/comparison.ts'
import { isFolder } from './is-folder.ts'
import { runsLike } from './runs-like.ts'

/** Two sides of a comparison, and what was left out of them. */
export interface NarrowedSides {
  readonly a: RunGroup
  readonly b: RunGroup
  readonly notes: readonly ComparabilityNote[]
}

/**
 * Where one side is a folder and the other a label or a selector of the history, which may span many plans and machines: the latter
 * without what isn't of a plan and machine of the former, and without the former's own runs. It stays as it is where nothing would be
 * left, as then the comparison says what differs.
 */
export function narrowSides(a: RunGroup, b: RunGroup): NarrowedSides {
  const [isFolderA, isFolderB] = [isFolder(a.name), isFolder(b.name)]
  if (isFolderA === isFolderB) return { a, b, notes: [] }
  if (isFolderA) {
    const narrowed = narrow('B', b, a)
    return { a, b: narrowed.group, notes: narrowed.notes }
  }
  const narrowed = narrow('A', a, b)
  return { a: narrowed.group, b, notes: narrowed.notes }
}

function narrow(
  side: 'A' | 'B',
  group: RunGroup,
  to: RunGroup,
): { readonly group: RunGroup; readonly notes: readonly ComparabilityNote[] } {
  const own = new Set(to.runs.map(({ summary }) => summary.run_id))
  const like = runsLike(group.runs, to.runs)
  const runs = like.filter(({ summary }) => !own.has(summary.run_id))
  if (runs.length === 0) return { group, notes: [] }
  const note = (id: string, count: number, what: string): readonly ComparabilityNote[] => {
    if (count === 0) return []
    const [more, are] = count === 1 ? ['1 more run', 'is'] : [`${count} more runs`, 'are']
    return [{ id, severity: 'warn', message: `${side} has ${more} that ${are} ${what}, and left out` }]
  }
  const notes = [
    ...note('other-series', group.runs.length - like.length, 'of another plan, or another machine'),
    ...note('own-run', like.length - runs.length, `of ${to.name} itself`),
  ]
  return { group: { ...group, runs }, notes }
}

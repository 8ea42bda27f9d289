import { existsSync } from 'node:fs'
import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import { TareError } from '../../errors.ts'
import { isMissingReference } from '../comparison/missing-reference-error.ts'
import { readRunGroup } from '../comparison/read-run-group.ts'
import { runsLike } from '../comparison/runs-like.ts'
import { anyVerdict } from './any-verdict.ts'

/** The runs that a gate compares with, or why there are none. */
export type Baseline =
  | { readonly state: 'found'; readonly group: RunGroup; readonly left: number }
  | { readonly state: 'missing'; readonly message: string }

/**
 * What a reference names as the baseline of a run. A folder is taken as it is. Of a label, or of what the history has, only runs of the
 * same plan on machines of the same fingerprint are: a history holds those of many, and `left` counts the others. Throws TareError for a
 * reference that can't be read.
 */
export function readBaseline(
  reference: string,
  run: RunGroup,
  options: { readonly history?: string } = {},
): Baseline {
  if (existsSync(reference)) return { state: 'found', group: readRunGroup(reference, options), left: 0 }
  const read = wordings(reference).map((wording) => readOrMissing(wording, options))
  const groups = read.filter((one) => typeof one !== 'string')
  if (groups.length === 0) return { state: 'missing', message: read.find((one) => typeof one === 'string')! }
  const group = together(reference, groups)
  const runs = runsLike(group.runs, run.runs)
  if (runs.length > 0)
    return { state: 'found', group: { ...group, runs }, left: group.runs.length - runs.length }
  const count = group.runs.length === 1 ? 'its run isn’t' : `none of its ${group.runs.length} runs is`
  return {
    state: 'missing',
    message: `${JSON.stringify(reference)}: ${count} of this plan on a machine like this one`,
  }
}

/** A label is looked for among runs that are in no history too. */
function wordings(reference: string): readonly string[] {
  const [, name] = /^(?:label:)?([^:,/]+)$/.exec(reference) ?? []
  if (name !== undefined) return [reference, anyVerdict(`label:${name}`)]
  return [/^[a-z]+:/.test(reference) ? anyVerdict(reference) : reference]
}

/** What nobody asked for by name is in no message. */
const added = anyVerdict('')

function readOrMissing(reference: string, options: { readonly history?: string }): RunGroup | string {
  try {
    return readRunGroup(reference, options)
  } catch (error) {
    if (isMissingReference(error)) return error.message.replace(added, '')
    if (!(error instanceof TareError) || !error.message.includes(added)) throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new TareError(error.code, error.message.replace(added, ''), { ...hint, cause: error })
  }
}

function together(name: string, groups: readonly RunGroup[]): RunGroup {
  const runs = new Map(groups.flatMap((group) => group.runs.map((run) => [run.summary.run_id, run] as const)))
  const unreadable = new Set(groups.flatMap((group) => group.unreadable))
  return { name, runs: Array.from(runs.values()), unreadable: Array.from(unreadable) }
}

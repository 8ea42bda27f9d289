import { existsSync } from 'node:fs'
import type { RunGroup } from '../../analysis/comparison/compared-run.ts'
import { isMissingReference } from '../comparison/missing-reference-error.ts'
import { readRunGroup } from '../comparison/read-run-group.ts'
import { runsLike } from '../comparison/runs-like.ts'

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
  const group = readOrMissing(reference, options)
  if (typeof group === 'string') return { state: 'missing', message: group }
  const runs = runsLike(group.runs, run.runs)
  if (runs.length > 0)
    return { state: 'found', group: { ...group, runs }, left: group.runs.length - runs.length }
  const count = group.runs.length === 1 ? 'its run isn’t' : `none of its ${group.runs.length} runs is`
  return {
    state: 'missing',
    message: `${JSON.stringify(reference)}: ${count} of this plan on a machine like this one`,
  }
}

/** The gate looks at what it asks of each: a run that is INVALID in the gaps between tokens may be believed in its throughput. */
function readOrMissing(reference: string, options: { readonly history?: string }): RunGroup | string {
  try {
    return readRunGroup(reference, { ...options, everyVerdict: true })
  } catch (error) {
    if (isMissingReference(error)) return error.message
    throw error
  }
}

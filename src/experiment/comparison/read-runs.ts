import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { TareError } from '../../errors.ts'
import { readComparedRun } from './read-compared-run.ts'

/** Runs that could be read, and a sentence for each that couldn't. */
export interface ReadRuns {
  readonly runs: readonly ComparedRun[]
  readonly unreadable: readonly string[]
}

/** Reads runs, and goes on where one is damaged, never ended, or is of another version. A run that is there twice counts once. */
export function readRuns(paths: readonly string[]): ReadRuns {
  const runs = new Map<string, ComparedRun>()
  const unreadable: string[] = []
  for (const path of paths) {
    const read = readOrSay(path)
    if (typeof read === 'string') unreadable.push(read)
    else if (!runs.has(read.summary.run_id)) runs.set(read.summary.run_id, read)
  }
  return { runs: Array.from(runs.values()), unreadable }
}

/** The run, or why there is none to compare. Throws what isn't about its folder. */
export function readOrSay(path: string, axes: ComparedRun['axes'] = {}): ComparedRun | string {
  try {
    return readComparedRun(path, axes)
  } catch (error) {
    if (error instanceof TareError && error.code === 'folder') return error.message
    throw error
  }
}

import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { TareError } from '../../errors.ts'
/** Runs that could be read, and a sentence for each that couldn't. */
export interface ReadRuns {
  readonly runs: readonly ComparedRun[]
  readonly unreadable: readonly string[]
}

/** Reads runs, and goes on where one is damaged, never ended, or is of another version. */
export function readRuns<T>(wanted: readonly T[], read: (one: T) => ComparedRun): ReadRuns {
  const all = wanted.map((one) => readOrSay(() => read(one)))
  return {
    runs: all.filter((run) => typeof run !== 'string'),
    unreadable: all.filter((run) => typeof run === 'string'),
  }
}

/** Of several readings; a run that is in two of them counts once. */
export function allRuns(readings: readonly ReadRuns[]): ReadRuns {
  const runs = new Map<string, ComparedRun>()
  for (const run of readings.flatMap((reading) => reading.runs)) {
    if (!runs.has(run.summary.run_id)) runs.set(run.summary.run_id, run)
  }
  return {
    runs: Array.from(runs.values()),
    unreadable: readings.flatMap(({ unreadable }) => unreadable),
  }
}

/** The run, or why there is none to compare. Throws what isn't about its folder. */
export function readOrSay(read: () => ComparedRun): ComparedRun | string {
  try {
    return read()
  } catch (error) {
    if (error instanceof TareError && error.code === 'folder') return error.message
    throw error
  }
}

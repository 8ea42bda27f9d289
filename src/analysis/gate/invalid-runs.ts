import type { ComparedRun } from '../comparison/compared-run.ts'
import type { ComparabilityNote } from '../comparison/comparison.ts'
import { touchesOf } from '../comparison/touches-of.ts'
import { hasNoSuccess } from './decide-regressions.ts'

/** Ids of a run's failed checks that touch a gated metric; none when its part in the gate may be believed. */
function invalidChecks({ summary }: ComparedRun, gated: readonly string[]): readonly string[] {
  return [...new Set(touchesOf(summary, gated, 'invalid').map(({ check }) => check))]
}

/** Whether one of these runs mustn't be believed in what is gated. One without a success has failed, whatever else it is. */
export function isInvalidFor(runs: readonly ComparedRun[], gated: readonly string[]): boolean {
  return runs.some((run) => !hasNoSuccess(run) && invalidChecks(run, gated).length > 0)
}

/** Which runs are INVALID in what is gated, by which checks. */
export function invalidNotes(
  runs: readonly ComparedRun[],
  gated: readonly string[],
): readonly ComparabilityNote[] {
  return runs.flatMap((run): readonly ComparabilityNote[] => {
    const checks = invalidChecks(run, gated)
    if (checks.length === 0) return []
    const message = `${run.path} is INVALID by ${checks.join(', ')}`
    return [{ id: 'invalid-run', severity: 'refuse', message }]
  })
}

/**
 * A baseline without its INVALID runs, each named: a history may hold some for weeks. Where a cell has no others they stay, and the
 * baseline is invalid.
 */
export function withoutInvalid(
  runs: readonly ComparedRun[],
  gated: readonly string[],
): {
  readonly runs: readonly ComparedRun[]
  readonly left: readonly ComparabilityNote[]
  readonly isInvalid: boolean
} {
  const sound = runs.filter((run) => invalidChecks(run, gated).length === 0)
  const cellsOfSound = new Set(sound.map(cellKey))
  const needed = runs.filter((run) => !sound.includes(run) && !cellsOfSound.has(cellKey(run)))
  const dropped = runs.filter((run) => !sound.includes(run) && cellsOfSound.has(cellKey(run)))
  const left = invalidNotes(dropped, gated).map(({ message }) => ({
    id: 'invalid-baseline-run',
    severity: 'warn' as const,
    message: `${message}, and left out of the baseline`,
  }))
  return {
    runs: runs.filter((run) => !dropped.includes(run)),
    left: [...left, ...invalidNotes(needed, gated)],
    isInvalid: needed.length > 0,
  }
}

function cellKey({ axes }: ComparedRun): string {
  return JSON.stringify(Object.entries(axes).sort(([a], [b]) => (a < b ? -1 : 1)))
}

import { designNotes } from './comparability/design.ts'
import { loadNotes } from './comparability/load.ts'
import { serverNotes } from './comparability/server.ts'
import type { ComparabilityCheck } from './comparability/sides.ts'
import { surroundingsNotes } from './comparability/surroundings.ts'
import { validityNotes } from './comparability/validity.ts'
import { workNotes } from './comparability/work.ts'
import { headlineMetrics } from './compared-metric.ts'
import type { ComparedRun } from './compared-run.ts'
import type { ComparabilityNote } from './comparison.ts'

const checks: readonly ComparabilityCheck[] = [
  loadNotes,
  workNotes,
  surroundingsNotes,
  validityNotes,
  serverNotes,
  designNotes,
]

/**
 * Why runs of two sides aren't comparable (`refuse`), or only with care (`warn`); those that refuse come first. A check of a run's
 * verdict counts where it touches one of `metrics`. Runs of a side are held against each other too: they are to be repeats.
 */
export function comparability(
  a: readonly ComparedRun[],
  b: readonly ComparedRun[],
  metrics: readonly string[] = headlineMetrics,
): readonly ComparabilityNote[] {
  const notes = checks.flatMap((check) => check({ a, b, metrics }))
  return (['refuse', 'warn'] as const).flatMap((severity) =>
    notes.filter((note) => note.severity === severity),
  )
}

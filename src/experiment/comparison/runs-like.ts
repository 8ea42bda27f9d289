import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { scenarioOf } from '../history/scenario-of.ts'

/** Those of some runs that are of the same plan, on machines of the same fingerprint, as some of others. */
export function runsLike(
  runs: readonly ComparedRun[],
  others: readonly ComparedRun[],
): readonly ComparedRun[] {
  const keys = new Set(others.map(seriesKey))
  return runs.filter((run) => keys.has(seriesKey(run)))
}

function seriesKey(run: ComparedRun): string {
  return `${scenarioOf(run).id} ${run.facts.machine.fingerprint}`
}

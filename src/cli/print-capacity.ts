import type { CapacityTask } from '../experiment/capacity/capacity-folder.ts'
import type { CapacityOutcome } from '../experiment/capacity/run-capacity.ts'
import type { CapacityFlags } from './capacity-flags.ts'

export interface CapacityPrint {
  readonly task: CapacityTask
  readonly outcome: CapacityOutcome
  readonly folder: string
  readonly flags: CapacityFlags
}

/** Prints the answer of a search. */
export function printCapacity({ outcome }: CapacityPrint): void {
  process.stdout.write(`${JSON.stringify(outcome.answer, null, 2)}\n`)
}

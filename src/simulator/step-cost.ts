/**
 * What a step of the engine costs. A linear model, the usual first-order one of continuous batching: reading the
 * weights once (`baseNs`), work that grows with the number of sequences, reading every sequence's keys and values
 * (`perContextTokenNs`), and the arithmetic of prompt tokens (`perPrefillTokenNs`).
 */
export interface StepCost {
  readonly baseNs: number
  readonly perSequenceNs: number
  readonly perContextTokenNs: number
  readonly perPrefillTokenNs: number
}

/** What a step does. */
export interface StepWork {
  readonly sequences: number
  /** Tokens already in the KV cache, summed over the step's sequences. */
  readonly contextTokens: number
  /** Prompt tokens, and tokens computed again after a preemption. */
  readonly prefillTokens: number
}

/** Duration of a step, in nanoseconds. */
export function stepDurationNs(cost: StepCost, work: StepWork): number {
  return (
    cost.baseNs +
    cost.perSequenceNs * work.sequences +
    cost.perContextTokenNs * work.contextTokens +
    cost.perPrefillTokenNs * work.prefillTokens
  )
}

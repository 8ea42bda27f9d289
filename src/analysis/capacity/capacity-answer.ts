import type { CapacityAxis, ProbeOrder } from './capacity-probe.ts'

/**
 * What is known of the largest load at which all objectives hold. `bracketed` has both bounds; `never holds` is refuted at
 * the floor, `always holds` verified at the ceiling; `open` lacks a bound that the budget didn't suffice for.
 */
export interface CapacityAnswer {
  readonly outcome: 'bracketed' | 'never holds' | 'always holds' | 'open'
  readonly axis: CapacityAxis
  /** The objectives hold at this load. */
  readonly verified: number | null
  /** … and not at this one. */
  readonly refuted: number | null
  /** Of searches like this one, so many have no false bound. */
  readonly confidence: 0.95
  readonly probes: number
  readonly spentSeconds: number
  /** Why the search ended, as a sentence without its full stop. */
  readonly why: string
}

export type CapacityStep =
  | { readonly kind: 'probe'; readonly order: ProbeOrder }
  | { readonly kind: 'answer'; readonly answer: CapacityAnswer }

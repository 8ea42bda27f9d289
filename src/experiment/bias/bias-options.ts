export const biasPatterns = ['stepping', 'own-phases'] as const

/**
 * How streams' tokens lie to each other: `stepping`, all streams get their tokens in the same steps, as an engine with
 * continuous batching has it; `own-phases`, each has its own, as from many servers behind one address.
 */
export type BiasPattern = (typeof biasPatterns)[number]

export interface BiasOptions {
  /** Token events a second, ascending. */
  readonly rates: readonly number[]
  /** Whether to go on after the rate at which one process saturates. */
  readonly beyondSaturation: boolean
  readonly pattern: BiasPattern
  /** Work added to each token event, standing for a slower client than this one. */
  readonly eventWorkNs: number
  /** How many the several processes are; at least 2. */
  readonly processes: number
  /** Streams at every rate; null lets their number grow with the rate, and every stream has a token each 20 ms. */
  readonly streams: number | null
  readonly durationNs: number
  /** About how long a reply lasts. */
  readonly replyNs: number
  readonly seed: number
  /** Where the runs go, a folder each. */
  readonly folder: string
  /** Whether to keep them. */
  readonly keep: boolean
}

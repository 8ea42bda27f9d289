/** When to look at blocks that are still being measured, and at which level. */
export interface SequentialLook {
  readonly blocks: number
  /** Two-sided, of this look alone. */
  readonly alpha: number
}

/**
 * Three looks that together have a false alarm in 5 % of comparisons: alpha spent in proportion to the blocks (Lan & DeMets, Biometrika 70
 * (1983) 659; Kim & DeMets' family, power 1), 0.01875 + 0.0125 + 0.01875. A third of 0.05 at each look, as Bonferroni has it,
 * spends 0.040 of it, since looks share blocks: the last look would be at 0.0167 where it may be at 0.0263. O'Brien & Fleming's spending
 * would leave nothing for six blocks, where a change as large as most is plain.
 *
 * The levels are of Student's t itself rather than of its normal limit: simulated by fixtures/sequential-looks.py, which printed
 * 0.01876, 0.01709 and 0.02634, and rounded down.
 */
export const sequentialLooks: readonly SequentialLook[] = [
  { blocks: 6, alpha: 0.0187 },
  { blocks: 10, alpha: 0.017 },
  { blocks: 16, alpha: 0.0263 },
]

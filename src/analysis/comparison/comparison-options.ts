/** What comparisons take for granted; each can be given by the user. */
export interface ComparisonOptions {
  /** Change that is of interest, as a share (of shares: in points): a comparison that couldn't show it can't tell. */
  readonly effectOfInterest: number
  /** Standard deviation between runs, as a share, where neither side has repeats to tell. */
  readonly assumedRunSd: number
}

export const comparisonDefaults: ComparisonOptions = { effectOfInterest: 0.05, assumedRunSd: 0.1 }

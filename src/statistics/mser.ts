export interface Truncation {
  /** How many observations to leave out at the beginning. */
  readonly drop: number
  /** Squared standard error of the mean of what is left, were its batches independent; NaN with too few batches. */
  readonly statistic: number
}

/** Of so few batches at the end a small spread is luck. */
const leastBatches = 5

/**
 * Where a series has warmed up, by MSER-5: of batches of five, leave out the first d such that
 * Σ_{i>d} (y_i − ȳ_d)² / (k − d)² is least, the earliest such d in a tie (White, Cobb & Spratt 2000; White 1997). It always
 * answers, of random series too, and often with more than nothing: look at what leaving them out changes.
 */
export function mser5(values: ArrayLike<number>, batchSize = 5): Truncation {
  const batches = Math.floor(values.length / batchSize)
  let best = { drop: 0, statistic: Number.NaN }
  let mean = 0
  let squares = 0
  // From the end, so that each truncation adds one batch to the one before it (Welford's recurrence).
  for (let from = batches - 1; from >= 0; from--) {
    const kept = batches - from
    let batch = 0
    for (let i = 0; i < batchSize; i++) batch += values[from * batchSize + i]! / batchSize
    const before = batch - mean
    mean += before / kept
    squares += before * (batch - mean)
    if (kept < Math.min(leastBatches, batches)) continue
    const statistic = squares / (kept * kept)
    if (!(statistic > best.statistic)) best = { drop: from * batchSize, statistic }
  }
  return best
}
